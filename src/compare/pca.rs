//! Principal components of a small dense matrix, by exact singular value decomposition.

use linfa_linalg::svd::SVD;
use ndarray::{Array1, Array2, Axis};

/// The first components of a matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Components {
    /// The scores, one row a row of the matrix, one column a component.
    pub scores: Array2<f64>,
    /// The loadings, one row a column of the matrix, one column a component.
    pub loadings: Array2<f64>,
    /// The share of the total variance that each component holds, in [0, 1].
    pub variance_explained: Vec<f64>,
    /// The column means that were taken off.
    pub means: Array1<f64>,
}

/// The first `n` principal components.
///
/// # Shape
/// `matrix` has a row an observation and a column a variable; it is centred here. Components beyond the rank are 0.
///
/// # Returns
/// `None` for fewer than two rows, no column, no variance, or a matrix that cannot be decomposed. A component's sign is
/// such that its loading of the largest size is positive, the first of them where several are as large.
///
/// # Source
/// Jolliffe 2002, Principal Component Analysis, section 3.5. The share is of the *total* variance.
///
/// # Checked against
/// scikit-learn's `PCA`, to 1e-6 relative.
#[must_use]
pub fn principal_components(matrix: &Array2<f64>, n: usize) -> Option<Components> {
    if matrix.nrows() < 2 || matrix.ncols() == 0 {
        return None;
    }
    let means = matrix.mean_axis(Axis(0))?;
    let centred = matrix - &means;
    // A wide matrix is decomposed lying down: the solver wants no fewer rows than columns.
    let is_wide = centred.ncols() > centred.nrows();
    let tall = if is_wide { centred.t().to_owned() } else { centred.clone() };
    let (left, values, right) = tall.svd(true, true).ok()?;
    let (left, right) = (left?, right?.reversed_axes());
    let directions = if is_wide { left } else { right };
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let total: f64 = values.iter().map(|value| value * value).sum();
    if total <= 0.0 || !total.is_finite() {
        return None;
    }
    let mut loadings = Array2::zeros((centred.ncols(), n));
    let mut variance_explained = vec![0.0; n];
    for (component, &index) in order.iter().take(n).enumerate() {
        let direction = directions.column(index);
        let mut largest = 0.0_f64;
        for &loading in direction {
            // Nearly equal sizes must not let rounding choose the sign.
            if loading.abs() > largest.abs() * (1.0 + 1e-9) {
                largest = loading;
            }
        }
        let sign = if largest < 0.0 { -1.0 } else { 1.0 };
        loadings.column_mut(component).assign(&(&direction * sign));
        variance_explained[component] = values[index] * values[index] / total;
    }
    Some(Components { scores: centred.dot(&loadings), loadings, variance_explained, means })
}
