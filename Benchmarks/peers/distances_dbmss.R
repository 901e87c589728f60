# K-density and M with dbmss, and envelopes of a number of simulations of each. Its K-density has
# another bandwidth, so that only the sum of M is compared.
#
# usage: Rscript distances_dbmss.R FILE [--replicates N]
arguments <- commandArgs(TRUE)
count <- if (length(arguments) > 2) as.integer(arguments[3]) else 0
suppressPackageStartupMessages(library(dbmss))
clock <- function() proc.time()[["elapsed"]]
start <- clock()
plants <- read.csv(arguments[1])
points <- wmppp(
  data.frame(
    X = plants$x, Y = plants$y, PointType = factor(ifelse(plants$is_case == 1, "case", "other")),
    PointWeight = plants$weight),
  window = spatstat.geom::owin(range(plants$x), range(plants$y)))
radii <- seq(0, 20, 0.5)
read <- clock()
invisible(Kdhat(points, r = radii, ReferenceType = "case", Weighted = TRUE))
kd <- clock()
m <- as.data.frame(Mhat(points, r = radii, ReferenceType = "case"))
end <- clock()
parts <- sprintf('"kd_s": %.4f, "m_s": %.4f', kd - read, end - kd)
if (count > 0) {
  simulate <- function(envelope) invisible(envelope(
    points, r = radii, NumberOfSimulations = count, ReferenceType = "case", verbose = FALSE))
  before <- clock()
  simulate(KdEnvelope)
  middle <- clock()
  simulate(MEnvelope)
  end <- clock()
  parts <- sprintf('%s, "kd_envelope_s": %.4f, "m_envelope_s": %.4f',
    parts, middle - before, end - middle)
}
cat(sprintf('{"wall_s": %.4f, "compute_s": %.4f, %s, "sums": {"m": %.15g}}\n',
  end - start, end - read, parts, sum(m[[3]][-1])))
