#include "special_functions.h"

#include <cmath>
#include <limits>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace {

// Errors become values: no exception may cross the C border.
template <typename Body>
double guarded(Body body) {
    try {
        return body();
    } catch (...) {
        return std::numeric_limits<double>::quiet_NaN();
    }
}

}  // namespace

double uklad_normal_cdf(double z) {
    return guarded([=] { return boost::math::cdf(boost::math::normal(), z); });
}

double uklad_normal_quantile(double p) {
    return guarded([=] { return boost::math::quantile(boost::math::normal(), p); });
}

double uklad_students_t_cdf(double df, double t) {
    return guarded([=] { return boost::math::cdf(boost::math::students_t(df), t); });
}

double uklad_students_t_quantile(double df, double p) {
    return guarded([=] { return boost::math::quantile(boost::math::students_t(df), p); });
}

double uklad_fisher_f_cdf(double df1, double df2, double f) {
    return guarded([=] { return boost::math::cdf(boost::math::fisher_f(df1, df2), f); });
}

double uklad_chi_squared_cdf(double df, double x) {
    return guarded([=] { return boost::math::cdf(boost::math::chi_squared(df), x); });
}

double uklad_beta_quantile(double alpha, double beta, double p) {
    return guarded([=] {
        return boost::math::quantile(boost::math::beta_distribution<>(alpha, beta), p);
    });
}

double uklad_chi_squared_upper(double df, double x) {
    return guarded([=] {
        return boost::math::cdf(boost::math::complement(boost::math::chi_squared(df), x));
    });
}

double uklad_fisher_f_upper(double df1, double df2, double f) {
    return guarded([=] {
        return boost::math::cdf(boost::math::complement(boost::math::fisher_f(df1, df2), f));
    });
}
