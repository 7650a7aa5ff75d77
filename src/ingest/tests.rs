//! Whole runs over folders of a few files.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::index::schema::FileStatus;
use crate::model::Passage;

struct World {
    dir: tempfile::TempDir,
}

impl World {
    fn new(files: &[(&str, &str)]) -> World {
        let world = World { dir: tempfile::tempdir().unwrap() };
        files.iter().for_each(|(path, text)| world.write(path, text));
        world
    }

    fn path(&self, below: &str) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join(below)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn request(&self, source: &str) -> Request {
        Request { paths: vec![self.path(source)], jobs: 2, ..Request::default() }
    }

    fn run(&self, request: &Request) -> Report {
        run(&self.path("index"), request, &|_| {}).unwrap()
    }

    fn index(&self) -> Index {
        Index::open(&self.path("index")).unwrap()
    }

    /// Text of all passages by path, in order.
    fn texts(&self) -> BTreeMap<String, Vec<String>> {
        contents(&self.path("index"))
            .into_iter()
            .map(|(path, all)| (path, all.into_iter().map(|p| p.places.mapped.text).collect()))
            .collect()
    }
}

/// The passages of an index by path, in order.
fn contents(dir: &Path) -> BTreeMap<String, Vec<Passage>> {
    let index = Index::open(dir).unwrap();
    index.files().unwrap().into_iter().map(|file| (file.path.clone(), index.passages(&file.path).unwrap())).collect()
}

fn actions(report: &Report) -> Vec<(&str, Action)> {
    report.outcomes.iter().map(|outcome| (outcome.record.path.as_str(), outcome.action)).collect()
}

fn text(words: &str) -> String {
    format!("{words} is a sentence of some length, so that it is a paragraph and no heading.\n")
}

#[test]
fn files_come_change_and_go() {
    let world = World::new(&[("s/a.txt", &text("One")), ("s/b.txt", &text("Two")), ("s/c.xls", "%PDF-")]);
    let report = world.run(&world.request("s"));
    let want = [("s/a.txt", Action::Added), ("s/b.txt", Action::Added), ("s/c.xls", Action::Skipped)];
    assert_eq!(actions(&report), want);
    assert_eq!(report.outcomes[2].record.reason.as_deref(), Some("no reader for .xls"));
    world.write("s/a.txt", &text("Changed"));
    std::fs::remove_file(world.path("s/b.txt")).unwrap();
    world.write("s/d.txt", &text("Four"));
    let report = world.run(&Request { paths: Vec::new(), ..world.request("s") });
    let want = [
        ("s/a.txt", Action::Updated),
        ("s/b.txt", Action::Removed),
        ("s/c.xls", Action::Skipped),
        ("s/d.txt", Action::Added),
    ];
    assert_eq!(actions(&report), want);
    let texts = world.texts();
    assert!(texts["s/a.txt"][0].starts_with("Changed"), "{texts:?}");
    assert!(!texts.contains_key("s/b.txt"));
}

/// Waits until what was just written is no file of this moment any more: the system's own
/// note of the time cannot be set.
fn grow_old() {
    std::thread::sleep(std::time::Duration::from_millis(2100));
}

#[test]
fn an_unchanged_run_writes_nothing() {
    let world = World::new(&[("s/a.txt", &text("One")), ("s/b.bin", "\0\u{1}\0")]);
    grow_old();
    world.run(&world.request("s"));
    let meta = std::fs::read(world.path("index/meta.json")).unwrap();
    let report = world.run(&world.request("s"));
    assert_eq!(report.bytes_read, 0);
    assert_eq!(report.outcomes[0].action, Action::Unchanged);
    assert_eq!(std::fs::read(world.path("index/meta.json")).unwrap(), meta);
    let report = world.run(&Request { rebuild: true, ..world.request("s") });
    assert_eq!(report.outcomes[0].action, Action::Updated);
}

#[test]
fn a_file_that_was_only_touched_is_unchanged() {
    let world = World::new(&[("s/a.txt", &text("One"))]);
    world.run(&world.request("s"));
    world.write("s/a.txt", &text("One"));
    let report = world.run(&world.request("s"));
    assert_eq!(actions(&report), [("s/a.txt", Action::Unchanged)]);
    // the same size and, but for the clock's tick, the same time
    world.write("s/a.txt", &text("Two"));
    assert_eq!(actions(&world.run(&world.request("s"))), [("s/a.txt", Action::Updated)]);
}

#[test]
fn a_dry_run_changes_nothing() {
    let world = World::new(&[("s/a.txt", &text("One"))]);
    let request = Request { dry_run: true, ..world.request("s") };
    assert_eq!(actions(&world.run(&request)), [("s/a.txt", Action::Added)]);
    assert!(!world.path("index").exists());
    world.run(&world.request("s"));
    world.write("s/b.txt", &text("Two"));
    let meta = std::fs::read(world.path("index/meta.json")).unwrap();
    world.run(&request);
    assert_eq!(std::fs::read(world.path("index/meta.json")).unwrap(), meta);
}

#[test]
fn a_source_that_is_away_keeps_its_passages() {
    let world = World::new(&[("s/a.txt", &text("One"))]);
    world.run(&world.request("s"));
    std::fs::rename(world.path("s"), world.path("away")).unwrap();
    let report = world.run(&world.request("s"));
    assert_eq!(report.sources[0].unreachable.as_deref(), Some("not there"));
    assert_eq!(report.outcomes[0].record.status, FileStatus::Unreachable);
    assert!(world.index().sources().unwrap()[0].unreachable);
    assert_eq!(world.texts()["s/a.txt"].len(), 1);
    std::fs::rename(world.path("away"), world.path("s")).unwrap();
    let report = world.run(&world.request("s"));
    assert_eq!(actions(&report), [("s/a.txt", Action::Unchanged)]);
    assert!(!world.index().sources().unwrap()[0].unreachable);
}

#[test]
fn metadata_is_kept_and_applied_again() {
    let world = World::new(&[
        ("s/a.txt", &text("One")),
        ("s/SOURCES.csv", "file,title,shelf\na.txt,From the table,7\nnot-here.txt,x,\n"),
        ("t.csv", "path,title\na.txt,Another\nnone.txt,x\n"),
    ]);
    let report = world.run(&world.request("s"));
    assert_eq!(report.outcomes[0].record.reason.as_deref(), Some("metadata table"));
    let meta = |path| world.index().file(path).unwrap().unwrap().meta;
    assert_eq!(meta("s/a.txt").title.as_deref(), Some("From the table"));
    assert_eq!(meta("s/a.txt").fields["shelf"], "7");
    assert!(report.sources[0].unknown_rows.is_empty(), "a table of the source's own may name what is not there yet");
    let given = Request { meta: Some(world.path("t.csv")), ..world.request("s") };
    let report = world.run(&given);
    assert_eq!(report.sources[0].unknown_rows, ["none.txt"]);
    assert!(actions(&report).contains(&("s/a.txt", Action::Metadata)));
    assert_eq!(world.texts()["s/a.txt"].len(), 1, "the passages stay");
    std::fs::remove_file(world.path("t.csv")).unwrap();
    world.write("s/a.txt", &text("Changed"));
    let report = world.run(&world.request("s"));
    assert!(report.sources[0].table_error.is_some());
    assert_eq!(meta("s/a.txt").title.as_deref(), Some("Another"), "the rows are kept");
}

#[test]
fn a_source_is_renamed_and_dropped() {
    let world = World::new(&[("s/a.txt", &text("One")), ("t/b.txt", &text("Two"))]);
    world.run(&Request { paths: vec![world.path("s"), world.path("t")], ..world.request("s") });
    world.run(&Request { name: Some("new".to_owned()), ..world.request("s") });
    assert_eq!(world.texts().into_keys().collect::<Vec<_>>(), ["new/a.txt", "t/b.txt"]);
    let report = drop_source(&world.path("index"), "t", false).unwrap();
    assert_eq!(actions(&report), [("t/b.txt", Action::Removed)]);
    assert_eq!(world.texts().into_keys().collect::<Vec<_>>(), ["new/a.txt"]);
    assert_eq!(world.index().sources().unwrap().len(), 1);
    assert!(drop_source(&world.path("index"), "t", false).is_err());
}

#[test]
fn a_source_of_one_file_and_an_index_inside_a_source() {
    let world = World::new(&[("a.txt", &text("One"))]);
    world.run(&world.request("a.txt"));
    assert_eq!(world.texts()["a.txt"].len(), 1);
    let all = Request { name: Some("all".to_owned()), ..world.request("") };
    let error = run(&world.path("index"), &all, &|_| {}).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Overlap { within: false, .. }), "{error}");
    drop_source(&world.path("index"), "a.txt", false).unwrap();
    assert_eq!(actions(&world.run(&all)), [("all/a.txt", Action::Added)], "not the index itself");
    assert_eq!(world.texts().len(), 1);
}

#[test]
fn a_folder_that_was_moved_is_the_same_source() {
    let world = World::new(&[("s/a.txt", &text("One")), ("s/in/b.txt", &text("Two"))]);
    world.run(&world.request("s"));
    std::fs::create_dir(world.path("shelf")).unwrap();
    std::fs::rename(world.path("s"), world.path("shelf/s")).unwrap();
    let report = world.run(&world.request("shelf/s"));
    assert_eq!(actions(&report), [("s/a.txt", Action::Unchanged), ("s/in/b.txt", Action::Unchanged)]);
    let record = world.index().file("s/a.txt").unwrap().unwrap();
    assert_eq!(Path::new(&record.file), world.path("shelf/s/a.txt"));
    // to a folder that has nothing in common with it only at a word
    world.write("other/c.txt", &text("Three"));
    std::fs::remove_dir_all(world.path("shelf")).unwrap();
    let moved = Move { name: "s".to_owned(), path: world.path("other") };
    let report = world.run(&Request { moved: Some(moved), ..Request::default() });
    let want = [("s/a.txt", Action::Removed), ("s/c.txt", Action::Added), ("s/in/b.txt", Action::Removed)];
    assert_eq!(actions(&report), want);
}

#[test]
fn a_renamed_file_keeps_its_day_and_its_old_names() {
    let world = World::new(&[("s/a.txt", &text("One")), ("s/b.txt", &text("Two"))]);
    world.zip("s/z.zip", &[("c.txt", "Bodies.")], 900);
    world.run(&world.request("s"));
    let mut writer = Writer::open(&world.path("index")).unwrap();
    for path in ["s/a.txt", "s/z.zip", "s/z.zip!/c.txt"] {
        let record = world.index().file(path).unwrap().unwrap();
        writer.put_record(&FileRecord { first_seen: "1999-01-02".to_owned(), ..record }).unwrap();
    }
    writer.commit(crate::model::unread::Unread::default()).unwrap();
    drop(writer);
    for (old, new) in [("s/a.txt", "s/in/new.txt"), ("s/z.zip", "s/y.zip")] {
        std::fs::create_dir_all(world.path("s/in")).unwrap();
        std::fs::rename(world.path(old), world.path(new)).unwrap();
    }
    world.write("s/copy.txt", &text("Two"));
    world.run(&world.request("s"));
    let known = |path: &str| {
        let record = world.index().file(path).unwrap().unwrap();
        (record.first_seen == "1999-01-02", record.formerly)
    };
    assert_eq!(known("s/in/new.txt"), (true, vec!["s/a.txt".to_owned()]));
    assert_eq!(known("s/y.zip!/c.txt"), (true, vec!["s/z.zip!/c.txt".to_owned()]));
    assert_eq!(known("s/copy.txt"), (false, vec![]), "a copy beside what is still there is no renamed file");
    // and back again: it is not called formerly what it is called now
    std::fs::rename(world.path("s/in/new.txt"), world.path("s/a.txt")).unwrap();
    world.run(&world.request("s"));
    assert_eq!(known("s/a.txt"), (true, vec!["s/in/new.txt".to_owned()]));
    world.run(&Request { name: Some("t".to_owned()), ..world.request("s") });
    let (kept, formerly) = known("t/a.txt");
    assert!(kept && formerly.contains(&"s/a.txt".to_owned()), "so does a source with another name");
}

#[test]
fn a_folder_that_is_suddenly_empty_keeps_its_passages() {
    let world = World::new(&[("s/a.txt", &text("One")), ("s/.cache/x.txt", "x")]);
    world.run(&world.request("s"));
    std::fs::remove_file(world.path("s/a.txt")).unwrap();
    let report = world.run(&world.request("s"));
    assert_eq!(report.sources[0].unreachable.as_deref(), Some("it is empty"));
    assert_eq!(world.texts()["s/a.txt"].len(), 1);
    world.write("s/b.txt", &text("Two"));
    world.run(&world.request("s"));
    assert_eq!(world.texts().into_keys().collect::<Vec<_>>(), ["s/.cache", "s/b.txt"]);
}

#[test]
fn what_is_hidden_in_an_archive_is_passed_over_as_outside() {
    let world = World::new(&[("s/x.txt", "Outside.\n")]);
    let files = [("a/.git/HEAD", "ref"), ("a/.git/config", "x"), ("b.txt", "Bodies."), (".more.zip", "no zip")];
    world.zip("s/a.zip", &files, 900);
    world.run(&world.request("s"));
    let paths: Vec<String> = world.texts().into_keys().collect();
    assert_eq!(paths, ["s/a.zip", "s/a.zip!/.more.zip", "s/a.zip!/a/.git", "s/a.zip!/b.txt", "s/x.txt"]);
    world.zip("s/a.zip", &files, 800);
    world.run(&Request { hidden: Some(true), ..world.request("s") });
    assert!(world.texts().contains_key("s/a.zip!/a/.git/HEAD"), "asked for");
}

#[test]
fn threads_have_no_part_in_the_result() {
    let long: String = (0..200).map(|i| text(&format!("Number {i}")) + "\n").collect();
    let files: Vec<(String, String)> =
        (0..30).map(|i| (format!("s/{i:02}.txt"), format!("{}{long}", text(&i.to_string())))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let world = World::new(&files);
    let with = |jobs| {
        let index = world.path(&format!("index-{jobs}"));
        let report = run(&index, &Request { jobs, ..world.request("s") }, &|_| {}).unwrap();
        let records = Index::open(&index).unwrap().files().unwrap();
        let plain = |record: FileRecord| FileRecord { indexed_at: String::new(), ..record };
        let order: Vec<String> = report.outcomes.into_iter().map(|outcome| outcome.record.path).collect();
        (order, records.into_iter().map(plain).collect::<Vec<_>>(), contents(&index))
    };
    assert_eq!(with(1), with(2));
    assert_eq!(with(1), with(4));
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

impl World {
    /// Writes an archive that was changed long ago.
    fn zip(&self, path: &str, files: &[(&str, &str)], age: u64) {
        std::fs::write(self.path(path), zip(files)).unwrap();
        let then = std::time::SystemTime::now() - std::time::Duration::from_secs(age);
        std::fs::File::options().write(true).open(self.path(path)).unwrap().set_modified(then).unwrap();
    }
}

#[test]
fn an_archive_is_a_folder() {
    let world = World::new(&[("docs/x.txt", "Outside.\n")]);
    let files = [("b.txt", "Bodies."), ("in/c.txt", "Rivers."), ("d.xls", "")];
    world.zip("docs/a.zip", &files, 900);
    let request = world.request("docs");
    grow_old();
    let report = world.run(&request);
    let want = [
        ("docs/a.zip", Action::Added),
        ("docs/a.zip!/b.txt", Action::Added),
        ("docs/a.zip!/d.xls", Action::Skipped),
        ("docs/a.zip!/in/c.txt", Action::Added),
        ("docs/x.txt", Action::Added),
    ];
    assert_eq!(actions(&report), want);
    assert_eq!(world.texts()["docs/a.zip!/in/c.txt"], ["Rivers."]);
    let record = world.index().file("docs/a.zip").unwrap().unwrap();
    assert_eq!((record.format.as_str(), record.meta.fields["entries"].as_str()), ("zip", "3"));
    let inner = world.index().file("docs/a.zip!/b.txt").unwrap().unwrap();
    assert!(inner.file.ends_with("docs/a.zip!/b.txt"));
    let again = world.run(&request);
    let changed = |action: Action| !matches!(action, Action::Unchanged | Action::Skipped);
    assert!(!again.outcomes.iter().any(|o| changed(o.action)), "{:?}", actions(&again));
    assert_eq!(again.bytes_read, 0);
}

#[test]
fn entries_of_a_changed_archive_are_compared() {
    let world = World::new(&[("docs/x.txt", "Outside.\n")]);
    world.zip("docs/a.zip", &[("b.txt", "Bodies."), ("c.txt", "Rivers."), ("d.txt", "Days.")], 900);
    let request = world.request("docs");
    world.run(&request);
    world.zip("docs/a.zip", &[("b.txt", "Bodies."), ("c.txt", "Roads."), ("e.txt", "Ends.")], 800);
    let report = world.run(&Request { dry_run: true, ..request.clone() });
    let want = [
        ("docs/a.zip", Action::Updated),
        ("docs/a.zip!/b.txt", Action::Unchanged),
        ("docs/a.zip!/c.txt", Action::Updated),
        ("docs/a.zip!/d.txt", Action::Removed),
        ("docs/a.zip!/e.txt", Action::Added),
    ];
    assert_eq!(actions(&report)[..5], want);
    assert_eq!(world.texts()["docs/a.zip!/c.txt"], ["Rivers."]);
    assert_eq!(actions(&world.run(&request))[..5], want);
    let texts = world.texts();
    assert_eq!(
        (&texts["docs/a.zip!/c.txt"], texts.contains_key("docs/a.zip!/d.txt")),
        (&vec!["Roads.".to_owned()], false)
    );
    std::fs::write(world.path("docs/a.zip"), "no zip any more").unwrap();
    let failed = world.run(&request);
    assert_eq!(failed.outcomes[0].action, Action::Failed);
    std::fs::remove_file(world.path("docs/a.zip")).unwrap();
    world.run(&request);
    assert_eq!(world.texts().into_keys().collect::<Vec<_>>(), ["docs/x.txt"]);
}

#[test]
fn a_table_speaks_of_what_lies_in_an_archive() {
    let world = World::new(&[("t.csv", "path,title\na.zip!/b.txt,Mine\ngone.txt,x\n"), ("docs/x.txt", "Outside.\n")]);
    world.zip("docs/a.zip", &[("b.txt", "Bodies.")], 900);
    let request = Request { meta: Some(world.path("t.csv")), ..world.request("docs") };
    let report = world.run(&request);
    assert_eq!(report.sources[0].unknown_rows, ["gone.txt"]);
    let title = || world.index().file("docs/a.zip!/b.txt").unwrap().unwrap().meta.title;
    assert_eq!(title().as_deref(), Some("Mine"));
    world.write("t.csv", "path,title\na.zip!/b.txt,Yours\n");
    let report = world.run(&request);
    assert!(actions(&report).contains(&("docs/a.zip!/b.txt", Action::Metadata)));
    assert_eq!(title().as_deref(), Some("Yours"));
}
