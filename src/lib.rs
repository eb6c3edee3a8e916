//! `parallax` compares how news outlets cover the same events: sentiment, policy frames, distinctive terms,
//! quotations, with uncertainty beside every estimate and the passage behind it.
//!
//! The way of the data: files → [`ingest`] → [`corpus`], [`outlets`] → [`copies`], [`events`] → [`text`] → [`measures`] →
//! [`harvest`], [`dfm`] and [`entities`] → [`study`] → [`compare`] → [`tables`] → [`charts`], [`report`], [`manifest`]. [`engine`] drives it over all
//! cores; [`commands`] is what users call.

pub mod agency;
pub mod article;
pub mod calendar;
pub mod charts;
pub mod cli;
pub mod coding;
pub mod commands;
pub mod compare;
pub mod config;
pub mod copies;
pub mod corpus;
pub mod dfm;
pub mod diff;
pub mod engine;
pub mod entities;
pub mod error;
pub mod events;
pub mod harvest;
pub mod ingest;
pub mod key;
pub mod kwic;
pub mod language;
pub mod limits;
pub mod manifest;
pub mod measures;
pub mod outlets;
pub mod report;
pub mod speakers;
pub mod stats;
pub mod study;
pub mod tables;
pub mod text;
