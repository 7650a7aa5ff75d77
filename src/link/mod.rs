//! Links: which marker points to which note.
//!
//! First everything that could be a marker (`markers`, `letters`) or a note
//! body (`bodies`) is collected, less what can never be one (`never`), then all
//! is explained together: `explain`
//! aligns the candidates of one pair of styles (`align`, `chain`), `choose`
//! picks the pairs that the document uses, `settle` decides what becomes of
//! each candidate, `cut` takes markers and notes out of the text and `number`
//! counts them. How each convention looks stands in `style`. Tags that name an
//! entry of a list of references are a matter of their own (`tags`), and so are bare
//! numbers that call notes which lead back (`returned`). May use
//! `model` and `span`.

mod align;
mod bodies;
mod chain;
mod choose;
mod cut;
mod explain;
mod extent;
mod feet;
mod join;
mod label;
mod letters;
mod markers;
mod markup;
mod material;
mod never;
mod number;
mod outcome;
mod pagefoot;
mod returned;
mod settle;
mod style;
mod tags;

use crate::model::{Block, BlockKind, Document};
use material::Material;

/// The version of linking: raised when it finds other notes than before, so that
/// files of every format are read again.
pub const VERSION: u32 = 3;

/// Finds markers and note bodies, cuts the markers from the text and links them,
/// unless the format's markup has said which there are; then numbers the notes.
///
/// Blocks that hold notes become [`BlockKind::NoteBody`]; a block of text and
/// notes is parted. What cannot be decided is `ambiguous`, a marker without
/// note `missing`; a note that no marker points to stays without number.
///
/// Then paragraphs that notes or a page border parted are put together.
pub fn link(document: &mut Document) {
    if document.by_markup {
        markup::number(document);
    } else {
        notes(document);
    }
    join::join(document);
}

fn notes(document: &mut Document) {
    let Collected { material, tags, returned } = material(document);
    let chosen = choose::choose(&material);
    let mut outcome = settle::settle(&material, &chosen);
    tags.settle(&material, &mut outcome);
    returned.settle(&material, &mut outcome);
    if outcome.marks.is_empty() && outcome.bodies.is_empty() {
        return;
    }
    let extents = extent::extents(document, &material, &outcome);
    settle::inside_notes(&material, &chosen, &extents, &mut outcome);
    let scopes = number::scopes(document, &material, &chosen, &outcome);
    let verdicts = cut::cut(document, &material, &outcome, &extents);
    number::number(document, &material, &outcome, (&verdicts, &scopes));
}

/// The candidates, and those that are settled by themselves.
struct Collected {
    material: Material,
    tags: tags::Tags,
    returned: returned::Returned,
}

/// Collects the candidates.
fn material(document: &Document) -> Collected {
    let mut material = Material::default();
    let paged = document.layout.pages.iter().any(|page| page.number.is_some());
    for (at, block) in document.blocks.iter().enumerate().filter(|(_, block)| can_hold(block)) {
        bodies::scan(at, block, &document.layout.lines, &mut material.bodies);
        markers::scan(at, &block.text.text, &mut material.marks);
    }
    for (at, block) in document.blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::RunningHead) {
        bodies::scan_foot(at, block, &mut material.bodies);
    }
    bodies::scan_lone(&document.blocks, &mut material.bodies);
    material.bodies.sort_by_key(bodies::Body::place);
    let returned = returned::find(document, &mut material);
    pagefoot::find(document, &mut material);
    pagefoot::without_shifted(document, &mut material);
    let code = never::Code::of(document);
    never::sort_out(document, &code, &mut material);
    without_emphasis(document, &mut material);
    bodies::set_apart(&document.blocks, &mut material.bodies);
    without_loose(document, &mut material);
    letters::add(document, &mut material);
    let tags = tags::find(document, &code, &material.bodies);
    tags.add(&mut material);
    returned.add(&mut material);
    material.listed = tags.is_used();
    if material.listed {
        material.marks.retain(|mark| !is_member(mark));
    }
    let page = |block: usize, at: usize| page(document, block, at).filter(|_| paged).unwrap_or(0);
    material.mark_pages = material.marks.iter().map(|m| page(m.block, m.span.start)).collect();
    material.body_pages = material.bodies.iter().map(|b| page(b.block, b.head.start)).collect();
    if paged {
        let of = |(at, block): (usize, &Block)| if can_hold(block) { page(at, 0) } else { 0 };
        material.block_pages = document.blocks.iter().enumerate().map(of).collect();
    }
    Collected { material, tags, returned }
}

/// True for `other(1)`, as specifications number what a list has: a number in round
/// brackets with no stop before it, where references are called by tags.
fn is_member(mark: &markers::Mark) -> bool {
    mark.style.dress == style::Dress::Paren && mark.style.kind == label::LabelKind::Number && !mark.by_stop
}

/// Leaves out numbers in round brackets that stand between a blank and a stop
/// (`was late (1).`) unless they are all there is and the notes stand under a
/// heading that says so: elsewhere they enumerate.
fn without_loose(document: &Document, material: &mut Material) {
    let round =
        |mark: &markers::Mark| mark.style.dress == style::Dress::Paren && mark.label.kind == label::LabelKind::Number;
    let next =
        |mark: &markers::Mark| document.blocks[mark.block].text.text[mark.span.end..].chars().next().unwrap_or(' ');
    let loose = |mark: &markers::Mark| round(mark) && markers::is_loose(mark.attach, mark.label, next(mark));
    let other = material.marks.iter().any(|mark| round(mark) && !loose(mark) && mark.weight >= style::LIKELY);
    if other || !material.bodies.iter().any(|body| body.titled) {
        material.marks.retain(|mark| !loose(mark));
    }
}

/// Leaves out bodies that begin with a star glued to a word, in a document that
/// sets words between stars: there it opens what a later block closes.
fn without_emphasis(document: &Document, material: &mut Material) {
    let glued = |body: &bodies::Body| {
        let text = &document.blocks[body.block].text.text;
        text[body.head.start..].starts_with('*') && !text[body.head.end..].starts_with(char::is_whitespace)
    };
    if !material.bodies.iter().any(glued) {
        return;
    }
    let words = |text: &str| text.match_indices(" *").any(|(at, _)| markers::emphasised(&text[at + 1..]));
    if document.blocks.iter().any(|block| words(&block.text.text) || markers::emphasised(&block.text.text)) {
        material.bodies.retain(|body| !glued(body));
    }
}

/// True for blocks in which markers or notes may stand.
fn can_hold(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::RunningHead | BlockKind::Licence | BlockKind::Chrome)
}

/// The physical page, from 1, on which a byte of a block's clean text stands.
fn page(document: &Document, block: usize, at: usize) -> Option<u32> {
    let byte = document.blocks[block].text.source_at(at)?;
    let pages = &document.layout.pages;
    let before = pages.partition_point(|page| page.start as usize <= byte);
    pages[..before].iter().rev().find_map(|page| page.number)
}
