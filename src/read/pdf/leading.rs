//! How far lines of one paragraph stand from each other.
//!
//! A document has more than one leading: a thesis sets its text double and its
//! quotations single. What parts two paragraphs in the one is the usual step in
//! the other, so a step is held against those beside it first.

use std::collections::HashMap;

use super::blocks;
use super::line::Line;
use super::model::At;

/// The usual steps of a document, against the size of the type.
#[derive(Debug, Default)]
pub struct Leading {
    /// Of most lines.
    usual: f32,
    /// How often a sentence runs over a step: by half points of the type and
    /// twentieths of the step.
    running: HashMap<(i32, i32), usize>,
}

/// The steps before and after one, in the same strip and type.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    /// Above, in the same paragraph.
    pub before: Option<f32>,
    /// Below.
    pub after: Option<f32>,
}

/// A step between two lines.
#[derive(Clone, Copy, Debug)]
pub struct Gap {
    /// How far, against the size of the type.
    pub step: f32,
    /// The size.
    pub size: f32,
    /// The steps beside it.
    pub around: Around,
    /// A sentence runs over it, and the line above is full.
    pub goes_on: bool,
    /// The line above is full.
    pub full: bool,
}

/// Sentences that run over a step before it is a leading.
const SEEN: usize = 2;

/// A sentence that runs over the end of a full line runs over a step as wide as this,
/// whatever the other steps are.
const RUN_ON: f32 = 2.4;

impl Leading {
    /// The steps of the given lines.
    pub fn of(lines: &[(At, &Line)]) -> Leading {
        let mut steps = Vec::new();
        let mut running: HashMap<(i32, i32), usize> = HashMap::new();
        for pair in lines.windows(2) {
            let Some(step) = blocks::step(pair[0], pair[1]) else { continue };
            if step < 3.0 {
                steps.push(step);
            }
            if blocks::continues(pair[0].1, pair[1].1) && pair[0].1.len() >= 20 {
                *running.entry(key(pair[0].1.size, step)).or_default() += 1;
            }
        }
        steps.sort_by(f32::total_cmp);
        Leading { usual: steps.get(steps.len() / 3).copied().unwrap_or(1.3), running }
    }

    /// True where a step is wider than between lines of one paragraph.
    pub fn parts(&self, gap: Gap) -> bool {
        let Gap { step, around, .. } = gap;
        if gap.goes_on && step < RUN_ON {
            return false;
        }
        if let Some(before) = around.before {
            // a region of its own, closer or wider than the document
            let own = if before * 1.3 < self.usual { before } else { self.usual };
            return step > if before > most(self.usual) { 1.1 * before + 0.1 } else { most(own) };
        }
        // a first line: closer lines below it make it the first of another region
        if around.after.is_some_and(|after| step > most(after)) && !gap.goes_on {
            return true;
        }
        let regular = gap.goes_on || gap.full && around.after.is_some_and(|after| (after - step).abs() < 0.08 * step);
        step > most(self.usual) && !(regular && self.runs(gap))
    }

    /// True where sentences run over steps like this one.
    fn runs(&self, gap: Gap) -> bool {
        let (size, step) = key(gap.size, gap.step);
        let seen = |by: i32| self.running.get(&(size, step + by)).copied().unwrap_or(0);
        seen(-1) + seen(0) + seen(1) >= SEEN
    }
}

fn key(size: f32, step: f32) -> (i32, i32) {
    ((size * 2.0).round() as i32, (step * 20.0).round() as i32)
}

/// The widest step between lines of one paragraph, by their usual one.
fn most(usual: f32) -> f32 {
    1.3 * usual + 0.1
}
