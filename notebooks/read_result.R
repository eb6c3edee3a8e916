# The differences of a result that stand after correction for many tests, and the passages behind the strongest.
#   Rscript notebooks/read_result.R reports/sample
arguments <- commandArgs(trailingOnly = TRUE)
folder <- if (length(arguments) > 0) arguments[1] else "reports/sample"
# Only the empty cell is missing: an outlet may be called "NA".
read <- function(name) read.csv(file.path(folder, paste0(name, ".csv")), na.strings = "", encoding = "UTF-8")

differences <- rbind(read("sentiment"), read("frames"))
pooled <- subset(differences, event_id == "ALL" & q_value < 0.05)
pooled$strength <- abs(pooled$difference / pooled$difference_std_error)
pooled <- pooled[order(-pooled$strength), ]
columns <- c("outlet", "feature", "voice", "zone", "difference", "difference_ci_low", "difference_ci_high", "q_value", "n_events")
print(head(pooled[, columns], 15), row.names = FALSE)

if (nrow(pooled) > 0) {
  evidence <- read("evidence")
  behind <- subset(evidence, outlet == pooled$outlet[1] & feature == pooled$feature[1])
  behind <- behind[order(-abs(behind$weight)), ]
  cat("\nBehind ", pooled$outlet[1], ", ", pooled$feature[1], ":\n", sep = "")
  print(head(behind[, c("article_id", "start", "end", "weight", "text")], 5), row.names = FALSE)
}
