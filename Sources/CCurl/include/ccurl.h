#ifndef UKLAD_CCURL_H
#define UKLAD_CCURL_H

/* libcurl, with its variadic calls behind typed ones: Swift can't call a variadic function. */

#include <curl/curl.h>
#include <stddef.h>

/* Takes what has come; returning anything but size * count ends the transfer. */
typedef size_t (*ccurl_receiver)(char *bytes, size_t size, size_t count, void *context);

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *list);

/* What is posted. The bytes are copied. */
CURLcode ccurl_set_body(CURL *handle, const void *bytes, size_t count);

/* Where header lines (trailers too) and the body go, each with the context. */
CURLcode ccurl_set_receivers(
    CURL *handle, ccurl_receiver head, ccurl_receiver body, void *context);

/* Where libcurl writes what went wrong: CURL_ERROR_SIZE bytes that outlive the transfer. */
CURLcode ccurl_set_words(CURL *handle, char *words);

/* Makes a line whose other end has silently gone fail after some twenty seconds. */
CURLcode ccurl_notice_dead_lines(CURL *handle);

#endif
