#include "ccurl.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(handle, option, list);
}

CURLcode ccurl_set_body(CURL *handle, const void *bytes, size_t count) {
    /* The size first: without it libcurl would copy up to the first zero. */
    CURLcode code =
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    if (code != CURLE_OK) return code;
    return curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, bytes);
}

CURLcode ccurl_set_receivers(
    CURL *handle, ccurl_receiver head, ccurl_receiver body, void *context) {
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, head);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, body);
    return curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

CURLcode ccurl_set_words(CURL *handle, char *words) {
    return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, words);
}

/* Eight seconds of silence, then three probes four seconds apart; or bytes of ours that nobody
   acknowledges for twenty seconds. So there is time to find out, within thirty, that a new line
   can't be had either. A system that lacks one of the two still has the other. */
static int watch(void *context, curl_socket_t line, curlsocktype purpose) {
    (void)context;
    (void)purpose;
    const int on = 1, idle = 8, interval = 4, probes = 3;
    setsockopt(line, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
#ifdef TCP_KEEPIDLE
    setsockopt(line, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    setsockopt(line, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
    setsockopt(line, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
#endif
#ifdef TCP_USER_TIMEOUT
    const unsigned int unacknowledged = 20000;
    setsockopt(line, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged, sizeof unacknowledged);
#endif
    return CURL_SOCKOPT_OK;
}

CURLcode ccurl_notice_dead_lines(CURL *handle) {
    return curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, watch);
}
