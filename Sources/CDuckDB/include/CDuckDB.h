// What the embedded database DuckDB takes and hands back by value: the layout of version 1.5 of its
// C interface. The library itself is found at run time, so that nothing is linked against it.
#ifndef UKLAD_CDUCKDB_H
#define UKLAD_CDUCKDB_H

#include <stdint.h>

typedef struct UkladQueryResult {
    uint64_t column_count;
    uint64_t row_count;
    uint64_t rows_changed;
    void *columns;
    char *message;
    void *internal;
} UkladQueryResult;

typedef struct UkladQueryProgress {
    double percentage;
    uint64_t rows_done;
    uint64_t rows_total;
} UkladQueryProgress;

typedef struct UkladShortText {
    uint32_t length;
    char prefix[4];
    char *pointer;
} UkladShortText;

typedef void *(*UkladFetchChunk)(UkladQueryResult);
typedef UkladQueryProgress (*UkladQueryProgressOf)(void *connection);

#endif
