//! Messages in all the ways they are packed.

use proptest::prelude::*;

use super::*;
use crate::model::BlockKind;

const PLAIN: &str = "From: Ada Reed <ada@example.org>\r\nTo: Bo <bo@example.org>, cy@example.org\r\nSubject: =?utf-8?q?The_caf=C3=A9?=\r\nDate: Tue, 3 Mar 2015 09:30:00 +0100\r\nList-Id: Ponds <ponds.example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nHello all,\r\n\r\nBo wrote:\r\n> The café was\r\n> shut.\r\n>> Why?\r\n\r\nIt was not, I have\r\nseen it.\r\n\r\n-- \r\nAda\r\n07 55\r\n";

fn shown(document: &Document) -> Vec<(BlockKind, &str)> {
    document.blocks.iter().map(|block| (block.kind, block.text.text.as_str())).collect()
}

use BlockKind::{Chrome, Paragraph, Quotation};

#[test]
fn a_plain_message_keeps_its_bytes() {
    let document = read(PLAIN.as_bytes()).unwrap();
    let want = [
        (Paragraph, "Hello all,"),
        (Paragraph, "Bo wrote:"),
        (Quotation, "The café was shut."),
        (Quotation, "Why?"),
        (Paragraph, "It was not, I have seen it."),
        (Chrome, "--"),
        (Chrome, "Ada 07 55"),
    ];
    let found = shown(&document);
    assert_eq!(found[..5], want[..5]);
    assert!(found[5..].iter().all(|(kind, _)| *kind == Chrome), "{found:?}");
    let at = document.blocks[2].text.text.find("shut").unwrap();
    let span = document.blocks[2].text.source(Span::new(at, at + 4)).unwrap();
    assert_eq!(&PLAIN[span.start..span.end], "shut");
    assert_eq!(document.layout.line(span.start), Some(14));
}

#[test]
fn the_headers_are_the_metadata() {
    let meta = read(PLAIN.as_bytes()).unwrap().meta;
    let known = (meta.title.as_deref(), meta.author.as_deref(), meta.date.as_deref());
    assert_eq!(known, (Some("The café"), Some("Ada Reed"), Some("2015-03-03")));
    assert_eq!(meta.fields["to"], "Bo <bo@example.org>, cy@example.org");
    assert!(meta.fields["list"].contains("ponds.example.org"), "{:?}", meta.fields);
}

#[test]
fn packed_text_is_a_part() {
    let mail = "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nThe caf=E9 is =\nshut.\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERg==\n--b--\n";
    let document = read(mail.as_bytes()).unwrap();
    assert_eq!(shown(&document), [(Paragraph, "The café is shut.")]);
    assert!(document.layout.is_container());
    assert_eq!(document.layout.part(3), Some("text"));
    assert_eq!(document.meta.fields["attachments"], "a.pdf");
}

#[test]
fn flowed_text_has_its_own_line_ends() {
    let mail = "Subject: x\nContent-Type: text/plain; format=flowed\n\nThis goes on \nin the next.\nThis does not.\n> quoted and \n> on\n";
    let document = read(mail.as_bytes()).unwrap();
    let want = [(Paragraph, "This goes on in the next."), (Paragraph, "This does not."), (Quotation, "quoted and on")];
    assert_eq!(shown(&document), want);
}

#[test]
fn an_alternative_is_read_once_and_a_list_foot_is_apart() {
    let rule = "_".repeat(40);
    let mail = format!(
        "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nWords of the plain text.\n\n{rule}\nPonds mailing list\nponds@example.org\n--b\nContent-Type: text/html\n\n<p>Words of the page.</p>\n--b--\n"
    );
    let document = read(mail.as_bytes()).unwrap();
    let found = shown(&document);
    assert_eq!(found[0], (Paragraph, "Words of the plain text."));
    assert!(found.len() > 1 && found[1..].iter().all(|(kind, _)| *kind == Chrome), "{found:?}");
}

#[test]
fn what_is_no_message() {
    for bytes in [&b""[..], b"\n\n", b"\0\x01\x02"] {
        assert!(read(bytes).is_err(), "{bytes:?}");
    }
}

proptest! {
    #[test]
    fn any_damage_is_survived(at in 0usize..700, to in any::<u8>(), cut in 0usize..700) {
        let mut bytes = PLAIN.as_bytes().to_vec();
        let len = bytes.len();
        bytes[at % len] = to;
        bytes.truncate(len - cut % len);
        if let Ok(document) = read(&bytes) {
            for block in &document.blocks {
                prop_assert!(block.spans.iter().all(|span| span.end <= bytes.len()));
                prop_assert!(block.text.hull().is_none_or(|hull| hull.end <= bytes.len()));
            }
        }
    }

    #[test]
    fn any_lines_keep_their_places(lines in proptest::collection::vec("(>|> |-- |é| |From |>From |[a-z]{1,5}|\\[1\\]|\r){0,6}", 0..12), flowed in any::<bool>()) {
        let text = lines.join("\n");
        for block in &body::parse(&text, flowed).blocks {
            for piece in &block.text.pieces {
                let (from, to) = (piece.source as usize, (piece.source + piece.source_len) as usize);
                prop_assert!(text.get(from..to).is_some());
            }
        }
    }
}
