// What the solver HiGHS hands to a callback and takes back: the layout of version 1.15 of its C
// interface. The library itself is found at run time, so that nothing is linked against it.
#ifndef UKLAD_CHIGHS_H
#define UKLAD_CHIGHS_H

#include <stdint.h>

typedef struct UkladSolverState {
    void *internal;
    int log_type;
    double running_time;
    int32_t simplex_iterations;
    int32_t interior_point_iterations;
    int32_t first_order_iterations;
    double objective;
    int64_t nodes;
    int64_t total_iterations;
    double primal_bound;
    double dual_bound;
    double gap;
    double *solution;
    int32_t solution_size;
    int32_t cut_columns;
    int32_t cut_rows;
    int32_t cut_entries;
    int32_t *cut_start;
    int32_t *cut_index;
    double *cut_value;
    double *cut_lower;
    double *cut_upper;
    int32_t query_origin;
} UkladSolverState;

typedef struct UkladSolverRequest {
    int interrupt;
    double *solution;
    void *internal;
    int has_solution;
    int32_t solution_size;
} UkladSolverRequest;

typedef void (*UkladSolverCallback)(int kind, const char *message, const UkladSolverState *state,
                                    UkladSolverRequest *request, void *owner);

#endif
