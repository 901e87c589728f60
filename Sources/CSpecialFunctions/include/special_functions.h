#ifndef UKLAD_SPECIAL_FUNCTIONS_H
#define UKLAD_SPECIAL_FUNCTIONS_H

/* Distribution functions of Boost.Math behind a C face. Each returns NaN outside its
   domain instead of throwing: the Swift wrapper names the reason. */

#ifdef __cplusplus
extern "C" {
#endif

double uklad_normal_cdf(double z);
double uklad_normal_quantile(double p);
double uklad_students_t_cdf(double degrees_of_freedom, double t);
double uklad_students_t_quantile(double degrees_of_freedom, double p);
double uklad_fisher_f_cdf(double df1, double df2, double f);
double uklad_chi_squared_cdf(double degrees_of_freedom, double x);
double uklad_beta_quantile(double alpha, double beta, double p);

/* Upper tails, which keep their digits where 1 - cdf has none left. */
double uklad_chi_squared_upper(double degrees_of_freedom, double x);
double uklad_fisher_f_upper(double df1, double df2, double f);

#ifdef __cplusplus
}
#endif

#endif
