//! Statistics on plain slices: groups, strata, units and counts, whatever they stand for.
//!
//! Nothing here knows where its numbers come from, reads a clock, opens a file or chooses a seed. Sums run in the
//! order of the input, so the same slices give the same figures. What cannot be computed is `None`.
//!
//! | file | question |
//! | --- | --- |
//! | [`strata`] | how do two sides differ within strata, on average? |
//! | [`permutation`] | could labels that mean nothing, drawn within strata, give such a difference? |
//! | [`bootstrap`] | how far would a ratio move with other units or other strata? |
//! | [`ratio`] | the same without resampling, to first order |
//! | [`decomposition`] | how much of a difference comes of the choice of strata, how much of what differs in them? |
//! | [`change_point`] | does a series change its level, and where? |
//! | [`power`] | what difference could a sample have shown? |
//! | [`draws`] | how often was each unit drawn? Shared by all bootstraps of a run |
//! | [`keyness`] | is a word or feature more frequent in one group than in another? |
//! | [`dispersion`] | is it spread over the parts, or the habit of one of them? |
//! | [`divergence`] | how far apart are two distributions? |
//! | [`fdr`] | which of many p-values hold together? |
//! | [`krippendorff`] | do coders agree beyond chance? |
//! | [`stratified_sample`] | what does a stratified sample tell of the whole, and of the errors of what is known of it? |
//! | [`group_means`] | do groups differ in their means, with strata held apart? |
//! | [`presence`] | how likely is it that none of some units holds what most others do? |
//! | [`random`] | the only source of chance: a stream that is a key, not a state |

pub mod bootstrap;
pub mod change_point;
pub mod decomposition;
pub mod dispersion;
pub mod divergence;
pub mod draws;
pub mod fdr;
mod few_units;
pub mod group_means;
pub mod keyness;
pub mod krippendorff;
pub mod permutation;
pub mod power;
pub mod presence;
pub mod random;
pub mod ratio;
mod relabelings;
mod sample;
pub mod strata;
pub mod stratified_sample;
