//! Labels beside points, so that none covers another or a point; a label that had to move gets a leader line.

use super::canvas::{Area, Point, count};

/// From a point to its label's nearest edge, in pixels, from the best to the worst.
const DISTANCES: [f64; 12] = [7.0, 12.0, 20.0, 30.0, 42.0, 56.0, 72.0, 90.0, 112.0, 140.0, 175.0, 220.0];
/// Directions that are tried at each distance.
const N_DIRECTIONS: usize = 24;
/// Up to this distance a label is seen to belong to its point.
const NEAR: f64 = 14.0;
/// Kept free around points and labels.
const RIM: f64 = 6.0;

/// A placed label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Where the label stands.
    pub(super) area: Area,
    /// The line from the point to the label, where it had to move.
    pub(super) leader: Option<(Point, Point)>,
    /// Whether no line passes through a label, another line or another point.
    pub(super) is_clear: bool,
}

/// Places labels of these widths and heights at points inside an area. `None` where there is no room.
///
/// Greedy: each label takes the nearest free place that is left. Which choose first matters more than any finer search,
/// so several orders are tried and the one whose labels stand nearest to their points is kept.
pub(super) fn place(points: &[Point], sizes: &[(f64, f64)], inside: &Area) -> Vec<Option<Place>> {
    let crowd = |(x, y): Point| {
        points.iter().map(|(u, v)| -1.0 / (900.0 + (u - x).powi(2) + (v - y).powi(2))).sum::<f64>()
    };
    let ranks: [&dyn Fn(Point) -> f64; 5] = [&crowd, &|(x, _)| x, &|(x, _)| -x, &|(_, y)| y, &|(_, y)| -y];
    let attempts = ranks.iter().map(|rank| {
        let mut order: Vec<usize> = (0..points.len().min(sizes.len())).collect();
        order.sort_by(|&a, &b| rank(points[a]).total_cmp(&rank(points[b])).then(a.cmp(&b)));
        place_in_order(&order, points, (sizes, inside))
    });
    attempts.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(places, _)| places).unwrap_or_default()
}

/// The places, and what they cost together.
fn place_in_order(
    order: &[usize],
    points: &[Point],
    (sizes, inside): (&[(f64, f64)], &Area),
) -> (Vec<Option<Place>>, f64) {
    let mut places: Vec<Option<Place>> = vec![None; points.len()];
    let mut total = 0.0;
    for &index in order {
        let taken: Vec<Place> = places.iter().flatten().copied().collect();
        let best = candidates(points[index], sizes[index])
            .filter(|(place, _)| inside.holds(&place.area) && is_free(&place.area, points, &taken))
            .map(|(place, cost)| {
                let crossed = crossings(&place, (index, points), &taken);
                let doubt = doubt(&place.area, (index, points));
                (Place { is_clear: crossed < 1.0, ..place }, cost + crossed + doubt)
            })
            .min_by(|a, b| a.1.total_cmp(&b.1));
        total += best.map_or(1_000.0, |(_, cost)| cost);
        places[index] = best.map(|(place, _)| place);
    }
    (places, total)
}

fn candidates(point: Point, (width, height): (f64, f64)) -> impl Iterator<Item = (Place, f64)> {
    DISTANCES.into_iter().flat_map(move |distance| {
        (0..N_DIRECTIONS).map(move |index| {
            let angle = std::f64::consts::TAU * count(index) / count(N_DIRECTIONS);
            let (dx, dy) = (angle.cos(), -angle.sin());
            let (x, y) = (point.0 + dx * (distance + width / 2.0), point.1 + dy * (distance + height / 2.0));
            let area = Area {
                left: x - width / 2.0,
                top: y - height / 2.0,
                right: x + width / 2.0,
                bottom: y + height / 2.0,
            };
            let end = (point.0.clamp(area.left, area.right), point.1.clamp(area.top, area.bottom));
            let away = (end.0 - point.0).hypot(end.1 - point.1);
            let leader = (away > NEAR).then(|| {
                ((point.0 + 5.0 * (end.0 - point.0) / away, point.1 + 5.0 * (end.1 - point.1) / away), end)
            });
            // Among equally near places the one on the right is read first.
            (Place { area, leader, is_clear: true }, away + 4.0 * (1.0 - dx))
        })
    })
}

/// What a place costs by other points about as near to the label as its own: a reader would take it for theirs.
fn doubt(area: &Area, (own, points): (usize, &[Point])) -> f64 {
    let distance =
        |(x, y): Point| (x.clamp(area.left, area.right) - x).hypot(y.clamp(area.top, area.bottom) - y);
    let near = 1.3 * distance(points[own]) + 3.0;
    let others = points.iter().enumerate().filter(|(index, _)| *index != own);
    30.0 * count(others.filter(|(_, point)| distance(**point) < near).count())
}

fn is_free(area: &Area, points: &[Point], taken: &[Place]) -> bool {
    points.iter().all(|point| !area.meets(&around(*point, RIM)))
        && taken.iter().all(|place| !area.grown(2.0).meets(&place.area))
}

/// What a place costs by lines through labels and points, and lines across lines.
fn crossings(place: &Place, (own, points): (usize, &[Point]), taken: &[Place]) -> f64 {
    let mut cost = 0.0;
    for other in taken {
        cost += if other.leader.is_some_and(|line| is_crossed(line, &place.area)) { 300.0 } else { 0.0 };
        let Some(line) = place.leader else { continue };
        cost += if is_crossed(line, &other.area) { 300.0 } else { 0.0 };
        cost += if other.leader.is_some_and(|other| do_cross(line, other)) { 80.0 } else { 0.0 };
    }
    if let Some(line) = place.leader {
        let others = points.iter().enumerate().filter(|(index, _)| *index != own);
        cost += 60.0 * count(others.filter(|(_, point)| is_crossed(line, &around(**point, RIM))).count());
    }
    cost
}

fn around((x, y): Point, by: f64) -> Area {
    Area { left: x, top: y, right: x, bottom: y }.grown(by)
}

/// Whether a line passes through an area.
fn is_crossed(line: (Point, Point), area: &Area) -> bool {
    !clipped(&[line.0, line.1], area).is_empty()
}

fn do_cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let turn = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0) > 0.0;
    turn(a, b, c) != turn(a, b, d) && turn(c, d, a) != turn(c, d, b)
}

/// The part of a polygon inside an area, by cutting along one edge of the area after the other.
///
/// # Source
/// Sutherland & Hodgman 1974.
pub(super) fn clipped(polygon: &[Point], area: &Area) -> Vec<Point> {
    // Each edge as the height of a point over it; inside is above zero.
    let edges: [fn(&Area, Point) -> f64; 4] = [
        |area, point| point.0 - area.left,
        |area, point| area.right - point.0,
        |area, point| point.1 - area.top,
        |area, point| area.bottom - point.1,
    ];
    let mut points = polygon.to_vec();
    for height in edges {
        let Some(&last) = points.last() else { break };
        let mut kept = Vec::with_capacity(points.len() + 2);
        let mut before = last;
        for &point in &points {
            let (from, to) = (height(area, before), height(area, point));
            if (from >= 0.0) != (to >= 0.0) {
                let share = from / (from - to);
                kept.push((before.0 + share * (point.0 - before.0), before.1 + share * (point.1 - before.1)));
            }
            if to >= 0.0 {
                kept.push(point);
            }
            before = point;
        }
        points = kept;
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Area = Area { left: 0.0, top: 0.0, right: 400.0, bottom: 400.0 };

    #[test]
    fn labels_of_points_on_one_spot_do_not_meet() {
        let points = vec![(200.0, 200.0); 12];
        let places = place(&points, &[(90.0, 14.0); 12], &PAGE);
        let areas: Vec<Area> = places.into_iter().map(|place| place.unwrap().area).collect();
        for (index, area) in areas.iter().enumerate() {
            assert!(PAGE.holds(area));
            assert!(areas[..index].iter().all(|other| !other.meets(area)));
        }
    }

    #[test]
    fn a_lone_label_stands_on_the_right_without_a_line() {
        let places = place(&[(200.0, 200.0)], &[(90.0, 14.0)], &PAGE);
        let place = places[0].unwrap();
        assert!(place.area.left > 200.0 && place.leader.is_none());
    }

    #[test]
    fn a_label_is_not_put_beside_another_point() {
        let points = [(200.0, 200.0), (216.0, 192.0)];
        let places = place(&points, &[(60.0, 14.0); 2], &PAGE);
        for (index, place) in places.into_iter().enumerate() {
            assert!(doubt(&place.unwrap().area, (index, &points)) < 1.0);
        }
    }

    #[test]
    fn where_there_is_no_room_there_is_no_label() {
        assert!(place(&[(200.0, 200.0)], &[(500.0, 14.0)], &PAGE)[0].is_none());
    }

    #[test]
    fn a_polygon_is_cut_at_the_edge() {
        let cut = clipped(&[(-100.0, 10.0), (100.0, 10.0), (100.0, 20.0), (-100.0, 20.0)], &PAGE);
        assert!(cut.iter().all(|(x, _)| *x >= 0.0) && cut.len() == 4);
        assert!(clipped(&[(-5.0, 1.0), (-1.0, 1.0)], &PAGE).is_empty());
    }
}
