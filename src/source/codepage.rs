//! Code pages of DOS and of the old Macintosh, told by the letters that they give.
//!
//! Detectors of what browsers meet know none of these: such a file comes out as
//! `M�nchen` or `dÔaprÀs`. Each byte above ASCII is read in every candidate and looked
//! at among its neighbours: a small letter inside a word is likely, a capital or a
//! quotation mark there is not. A code page is taken where the usual guess reads badly
//! and one page reads well; where two do, nothing is said.

use encoding_rs::{Encoding, MACINTOSH};

/// A code page that `encoding_rs` does not have.
#[derive(Debug)]
pub struct CodePage {
    /// Its name, as the registry of character sets has it.
    pub name: &'static str,
    /// What the bytes from 0x80 on stand for.
    high: &'static str,
}

/// DOS, United States.
static IBM437: CodePage = CodePage {
    name: "ibm437",
    high: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
};

/// DOS, Western Europe.
static IBM850: CodePage = CodePage {
    name: "ibm850",
    high: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
};

/// How bytes are to be read.
#[derive(Clone, Copy, Debug)]
pub enum Charset {
    /// An encoding of the web.
    Web(&'static Encoding),
    /// A page of this module.
    Page(&'static CodePage),
}

impl CodePage {
    /// The page of a label such as `cp437`, as files name it.
    pub fn of_label(label: &str) -> Option<&'static CodePage> {
        let label = label.trim().to_ascii_lowercase();
        let number = ["cp", "ibm", "ibm-", "cp-", "dos-", "csibm"].iter().find_map(|prefix| label.strip_prefix(prefix));
        match number.unwrap_or(&label) {
            "437" | "pc8codepage437" | "cspc8codepage437" => Some(&IBM437),
            "850" | "pc850multilingual" | "cspc850multilingual" => Some(&IBM850),
            _ => None,
        }
    }

    /// What a byte stands for.
    pub fn char(&self, byte: u8) -> char {
        match byte {
            0x80.. => self.high.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}'),
            _ => char::from(byte),
        }
    }
}

impl Charset {
    fn char(self, byte: u8) -> char {
        match self {
            Charset::Page(page) => page.char(byte),
            Charset::Web(encoding) => {
                let bytes = [byte];
                encoding.decode_without_bom_handling(&bytes).0.chars().next().unwrap_or('\u{fffd}')
            }
        }
    }

    /// What the bytes from 0x80 on stand for, each by itself.
    fn table(self) -> Vec<char> {
        (0x80..=0xff).map(|byte| self.char(byte)).collect()
    }
}

/// Bytes that are looked at.
const SAMPLE: usize = 1 << 18;

/// Bytes above ASCII that must speak for a page.
const FEWEST: usize = 2;

/// Share of likely places below which the usual guess is doubted.
const DOUBTED: f32 = 0.75;

/// Share of likely places that a page must have.
const WANTED: f32 = 0.9;

/// By how much DOS must lead the Macintosh, or that DOS.
const LEAD: f32 = 0.05;

/// The code page in which `bytes` are written, where they are in one of these and not
/// in `guess`.
pub fn detect(bytes: &[u8], guess: &'static Encoding) -> Option<Charset> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if guess == MACINTOSH || !is_latin(sample) {
        return None;
    }
    let usual = Reading::of(sample, Charset::Web(guess), 1.0);
    if usual.judged >= FEWEST && usual.share >= DOUBTED {
        return None;
    }
    let [us, western, mac] = [Charset::Page(&IBM437), Charset::Page(&IBM850), Charset::Web(MACINTOSH)]
        .map(|page| Reading::of(sample, page, RARE));
    // the two pages of DOS have most letters in common: the better one is never far off
    let dos = if western.share > us.share { western } else { us };
    let (best, other) = if mac.share > dos.share { (mac, dos) } else { (dos, mac) };
    let same = sample.iter().filter(|byte| **byte >= 0x80).all(|byte| other.char(*byte) == best.char(*byte));
    let next = if same { 0.0 } else { other.share };
    (best.judged >= FEWEST && best.share >= WANTED && best.share - next >= LEAD).then_some(best.charset)
}

/// A text read in a character set.
struct Reading {
    charset: Charset,
    /// What the bytes from 0x80 on stand for.
    table: Vec<char>,
    /// The share of likely places among those judged.
    share: f32,
    /// Characters that were judged.
    judged: usize,
}

/// True where Latin letters prevail and most bytes above ASCII stand beside one. In other
/// scripts words are made of such bytes. Frames of DOS are made of them as well, and count
/// neither way.
fn is_latin(bytes: &[u8]) -> bool {
    let frame = |byte: Option<&u8>| byte.is_some_and(|byte| (0xb0..=0xdf).contains(byte));
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let (mut high, mut beside) = (0, 0);
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0x80) {
        let (before, after) = (at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at + 1));
        if frame(Some(byte)) && (frame(before) || frame(after)) {
            continue;
        }
        high += 1;
        beside += usize::from(letter(before) || letter(after));
    }
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    high > 0 && beside * 2 >= high && letters >= high * 3
}

impl Reading {
    fn of(bytes: &[u8], charset: Charset, rare: f32) -> Reading {
        let mut out = Reading { charset, table: charset.table(), share: 0.0, judged: 0 };
        let mut sum = 0.0;
        for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0x80) {
            let neighbour = |at: Option<usize>| at.and_then(|at| bytes.get(at)).map_or(' ', |byte| out.char(*byte));
            let beside = (neighbour(at.checked_sub(1)), neighbour(Some(at + 1)));
            if let Some(likely) = place(beside, out.char(*byte), rare) {
                sum += likely;
                out.judged += 1;
            }
        }
        if out.judged > 0 {
            out.share = sum / out.judged as f32;
        }
        out
    }

    fn char(&self, byte: u8) -> char {
        match byte {
            0x80.. => self.table.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
            _ => char::from(byte),
        }
    }
}

/// Letters of the great languages of Western Europe; others are met less often.
const COMMON: &str = "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ";

/// How likely other letters are within a word, in a code page of DOS or the Macintosh.
/// In the usual guess they speak for the language that it was made from.
const RARE: f32 = 0.3;

/// Small letters that are words by themselves.
const WORDS: &str = "àáèéìíòóùåöæø";

/// How likely a character is between its neighbours, from 0 to 1; none where nothing can
/// be said. `rare` is what letters count that are not common ones.
fn place((before, after): (char, char), c: char, rare: f32) -> Option<f32> {
    if before == c || after == c {
        // a row of one sign is a frame in some page and says nothing
        return None;
    }
    let within = before.is_alphabetic() || after.is_alphabetic();
    let between = before.is_alphabetic() && after.is_alphabetic();
    let open = before.is_whitespace() || "([{—–-\"'".contains(before);
    let closed = after.is_whitespace() || after.is_ascii_punctuation() || "”’»—–".contains(after);
    let good = match c {
        // signs that are letters by name, or in no page's languages
        'ƒ' | 'ı' | 'ˆ' => false,
        'ª' | 'º' => before.is_ascii_digit() || before == '.',
        _ if COMMON.contains(c) && within => c.is_lowercase() || !before.is_lowercase(),
        _ if COMMON.contains(c) => open && closed && c.to_lowercase().all(|c| WORDS.contains(c)),
        // Greek or Russian in the middle of a Latin word
        '\u{250}'.. if c.is_alphabetic() && within => false,
        _ if c.is_alphabetic() && within && before.is_lowercase() && c.is_uppercase() => false,
        _ if c.is_alphabetic() => return Some(if within { rare } else { 0.3 }),
        '’' => before.is_alphanumeric() || before.is_ascii_punctuation() || after.is_alphanumeric(),
        // at one end of a word; which end, goes by the language
        '„' | '‚' => open && !after.is_whitespace(),
        '‘' | '“' | '”' => !(between || before.is_whitespace() && after.is_whitespace()),
        '«' | '‹' | '»' | '›' => !between,
        // `he said—and`, `Dover–Calais`, but seldom `se–or` or `vendi— la`
        '–' if before.is_lowercase() && after.is_lowercase() => return Some(0.2),
        '—' | '–' if between => return Some(0.8),
        '—' | '–' if before.is_alphabetic() && after.is_whitespace() => return Some(0.3),
        '—' | '–' => true,
        '…' => !between,
        '°' => before.is_ascii_digit() || before.is_whitespace() || matches!(before, 'N' | 'n'),
        '£' | '€' | '¥' | '±' => !within,
        '¿' | '¡' => open && !after.is_whitespace(),
        '²' | '³' | '¹' => !after.is_alphabetic(),
        '\u{a0}' | '\u{ad}' => return None,
        // one sign of a frame, by itself, may be a letter in another page
        '\u{2500}'..='\u{25ff}' if is_frame(before) || is_frame(after) => return None,
        '\u{2500}'..='\u{25ff}' if !within => return Some(0.5),
        _ if within || c.is_control() => false,
        _ => return None,
    };
    Some(if good { 1.0 } else { 0.0 })
}

fn is_frame(c: char) -> bool {
    ('\u{2500}'..='\u{25ff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{
        IBM866, KOI8_R, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    };

    const GERMAN: &str = "Die Mühle am Fluß gehört der Gemeinde. Für die Fähre wäre ein größeres Boot nötig.";
    const FRENCH: &str = "Le bac a été vendu à la commune après la crue; où était le maître? Ça ira, dit-elle.";
    const SPANISH: &str = "El señor Muñoz vendió la barca según la decisión. ¿Quién pagó los años de alquiler?";
    const SWEDISH: &str = "Färjan går på sjön i år. Båten är såld, och ägaren får inte köra över älven.";
    const PORTUGUESE: &str = "A travessia não é cara; o balseiro são João recebeu três moedas à noite e as razões.";
    const ITALIAN: &str = "Il traghetto è già partito, perché la città non può pagare più di così.";
    const ENGLISH: &str = "“The ferry’s late,” he said—and it didn’t come. ‘Nobody’s fault,’ wrote the clerk…";

    fn encoded(text: &str, table: &[char]) -> Vec<u8> {
        let byte = |c: char| match c.is_ascii() {
            true => c as u8,
            false => table.iter().position(|other| *other == c).map_or(b'?', |at| at as u8 + 0x80),
        };
        text.chars().map(byte).collect()
    }

    /// The name of what is found where a browser's detector would say `guess`.
    fn found(bytes: &[u8], guess: &'static Encoding) -> Option<&'static str> {
        detect(bytes, guess).map(|charset| match charset {
            Charset::Page(page) => page.name,
            Charset::Web(encoding) => encoding.name(),
        })
    }

    #[test]
    fn pages_have_a_character_for_every_byte() {
        for page in [&IBM437, &IBM850] {
            assert_eq!(page.high.chars().count(), 128, "{}", page.name);
        }
        assert_eq!((IBM437.char(0x81), IBM437.char(0xe1), IBM850.char(0xc6), IBM850.char(b'a')), ('ü', 'ß', 'ã', 'a'));
        assert!(CodePage::of_label("CP437").is_some() && CodePage::of_label("ibm850").is_some());
        assert!(CodePage::of_label("utf-8").is_none());
    }

    #[test]
    fn languages_in_the_pages_of_dos() {
        for text in [GERMAN, FRENCH, SPANISH, SWEDISH, ITALIAN] {
            for page in [&IBM437, &IBM850] {
                let bytes = encoded(text, &Charset::Page(page).table());
                for guess in [WINDOWS_1252, IBM866, KOI8_R, SHIFT_JIS] {
                    assert!(found(&bytes, guess).is_some_and(|name| name.starts_with("ibm")), "{text} {guess:?}");
                }
            }
        }
        // letters that only one of the two has
        let bytes = encoded(PORTUGUESE, &Charset::Page(&IBM850).table());
        assert_eq!(found(&bytes, WINDOWS_1252), Some("ibm850"));
        let danish =
            encoded("Færgen sejler på åen; købmanden får øl og smør, når båden går.", &Charset::Page(&IBM850).table());
        assert_eq!(found(&danish, WINDOWS_1252), Some("ibm850"));
        let framed = format!("╔════════════╗\n║ Die Fähren ║\n╚════════════╝\n{GERMAN}\n");
        assert_eq!(found(&encoded(&framed, &Charset::Page(&IBM437).table()), WINDOWS_1252), Some("ibm437"));
    }

    #[test]
    fn languages_of_the_macintosh() {
        for text in [GERMAN, FRENCH, SPANISH, SWEDISH, PORTUGUESE, ITALIAN, ENGLISH] {
            let bytes = encoded(text, &Charset::Web(MACINTOSH).table());
            assert_eq!(found(&bytes, WINDOWS_1252), Some("macintosh"), "{text}");
        }
    }

    #[test]
    fn other_encodings_stay() {
        for text in [GERMAN, FRENCH, SPANISH, SWEDISH, PORTUGUESE, ITALIAN, ENGLISH] {
            assert_eq!(found(&WINDOWS_1252.encode(text).0, WINDOWS_1252), None, "{text}");
        }
        for (text, encoding) in [
            ("Příliš žluťoučký kůň úpěl ďábelské ódy nad řekou.", WINDOWS_1250),
            ("Zażółć gęślą jaźń, którą była łąka; są tam małe źródła.", WINDOWS_1250),
            ("Árvíztűrő tükörfúrógép, és a hajó nem jött meg őszig.", WINDOWS_1250),
            ("Zażółć gęślą jaźń, którą była łąka; są tam małe źródła.", encoding_rs::ISO_8859_2),
            ("Паром ушёл вечером, и никто не заплатил за проезд.", WINDOWS_1251),
            ("Паром ушёл вечером, и никто не заплатил за проезд.", KOI8_R),
            ("Паром ушел вечером, и никто не заплатил за проезд.", IBM866),
            ("Το πλοίο έφυγε το βράδυ και κανείς δεν πλήρωσε.", WINDOWS_1253),
            ("Gemi akşamüstü kalktı; yolcuların hiçbiri ücret ödemedi, değil mi?", WINDOWS_1254),
        ] {
            assert_eq!(found(&encoding.encode(text).0, encoding), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not() {
        // one letter, and words of a list
        assert_eq!(found(b"The caf\x82 is shut.", WINDOWS_1252), None);
        assert_eq!(found(b"\x82\x82\x82 \x84\x84\x84", WINDOWS_1252), None);
        // dashes set as hardly anyone does: letters in each of the pages
        assert_eq!(found(b"a well\x96known ferry\x97 and it was late\x97 or so he said", WINDOWS_1252), None);
    }
}
