//! Abbreviations of law reports, journals of law and codes.
//!
//! A key is an abbreviation in lower case without blanks and punctuation, so
//! that `N.Y.S.2d`, `N. Y. S. 2d` and `NYS2d` are one. The lists were written
//! for this project from the abbreviations in common use (The Bluebook, tables
//! T1 and T2; the Cardiff index): names are facts.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What stands behind an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Decisions of courts.
    Cases,
    /// Decisions, the abbreviation being a word too (`Miss.`, `How.`, `A.`): a
    /// full stop is asked for.
    Dotted,
    /// Reports that a year in brackets stands before: `[1994] 1 A.C. 180`.
    Dated,
    /// Articles.
    Journal,
    /// Statutes and registers cited by page: `34 Stat. 584`.
    Laws,
}

/// Reports of one sort, with series: `F|2d 3d 4th` is `F.`, `F.2d`, `F.3d`, `F.4th`.
const FEDERAL: &str = "us w|2d sct|2d led|2d lawyersed|2d f.|2d 3d 4th fed|2d 3d fsupp|2d 3d fedsupp|2d 3d fappx fedappx \
    frd br bankr fedcl ctcl clct clsct tc tcno tcm tcmemo bta mj vetapp cit ccpa uspq|2d fcas fedcas wl \
    uslexis usapplexis usdistlexis uslw usclaimslexis dall dallas cranch cra wheat pet. how. black. wall. otto ustc aftr|2d \
    fedrserv|2d 3d fedappx cma cmr ussctlexis fbis occ fcc|2d fccrcd ferc ntsb nlrb ftc sec sect. iccd icc icc2d tmemo \
    tcsummop tcsummaryopinion deccommrpat decompgen compgen opattygen opatty opolc iandndec indec indianlrep pud";
const REGIONAL: &str = "a.|2d 3d atl|2d 3d ne|2d 3d nw|2d 3d p.|2d 3d pac|2d 3d se|2d so.|2d 3d sw|2d 3d south|2d";
const STATES: &str = "ala alaska ariz ark cal calif colo conn del fla ga haw hawaii hawai idaho ill. ind iowa kan kans ky la. me. \
    md mass mich minn miss. mo mont neb nev nh nj nm ny nc nd ohio okla or ore pa ri sc sd tenn tex utah vt va wash wva \
    wis wisc wyo wn il wi az dc pr prr guam vi nmi navajo ut in. mt wy ks ok";
/// What follows the name of a state.
const COURTS: &str = "2d 3d 4th 5th 6th app app2d app3d app4th app5th app6th appct appctr appdiv appdiv2d appdiv3d super superct sup \
    ct ctapp crim crimapp crimr crimr2d civ civapp civcas eq law ch chy misc supp supp2d supp3d suppapp st st2d st3d lexis \
    applexis superlexis cc cc2d np npns dec rptr rptr2d rptr3d unrep cas advsh advop oplawy jur jur2d cir circdec appdec app2 \
    appulexis dist distct commw cmwlth commwlexis cmwlthctlexis tc l jeq jl jeqr nisi dandc dandc2d dc certr cert supctlexis";
const OTHER: &str = "nys|2d 3d ny|2d 3d ad|2d 3d adno misc.|2d 3d hun johns|ch cas johnson wend cow cowen hill. denio barb|ch paige \
    sandf abbpr howpr edwch hilt daly dem sur sand keyes trans lans nyst nysupp nycrim illdec calrptr|2d 3d calunrep ohiost|2d 3d \
    ohiodec ohionp ohiocc ohiocirdec ohioapp|2d 3d ohiomisc|2d ohioop|2d 3d wl ohiolabs weeklylbull njl njeq njsuper njmisc njlaw gratt munf leigh rand. call. \
    henandm hm hen&m binn sergandrawle serg&rawle sr yeates rawle whart watts wattsserg watts&serg miles pennandw penwatts \
    grant. wright pick cush gray. allen. metc metcalf tyng aik tyl chip bland gill gillandj harandj harandg harrandj houst harr \
    boyce marv penne storey story. blatchf mclean sumn mason. paine wash.cc woods. sawy deady newb ware bald baldw gall gallison \
    bee. crabbe curt cliff biss dill. bond. flip hughes. mccrary fed morr cooke. overt peck. yerg humph swan. sneed head. cold \
    coldw heisk baxt lea. meigs haywood hayw mart martin. robla la ann laann rob dev devbat ired busb jones. winst phil dud dudl \
    bay. brev nott mcc rich. richeq speers strob hill.eq mcmul bail tread des desaus walker. freem smed smedandm howard geo \
    george how.miss cranchcc macarth macarthandm mackey tuckerandc appdc usappdc darts greene greeneg morris bur burnett \
    chand pinn wisc douglas doug mann walk harr.mich blume blumesupcttrans hawy coldcas minn gil blackf carter scam gilm breese \
    beech bush dana bibb litt marsh akmarsh jjmarsh bmon duv monr tbmon sneedky hardin hughesky ntexcrim texcrim texcivapp texapp \
    texsupctj posey whiteandw dallam tenncrimapp tennapp tennch humphreys pears hovendenandw hovendenw va. vapp vacir vadec \
    philajd pad&c padandc pad pasuper pacmwlth pacommw laapp soapp flaapp flasupp|2d flalweekly flalw flalwd flalws ndcl nmcert nmsc nmca \
    nmjohn nmgild nmj ijna apphfl mocorps navlr am.tribal amtriballaw okltrib icl law.ed jmarsh massappct massappdiv masssupp \
    masslrptr connsupp conncirct connappct connlrptr nhsupct nccourt nevadvop nyslipop nyslip calapp2dsupp calapp3dsupp calapp4thsupp calapp5thsupp";
/// Reports outside the United States, mostly with a year in brackets.
const DATED: &str = "ac kb qb qbd wlr aller allerrep allereur ch chd fam p. fam. lr lrcp lrqb lrch lrhl lrex lrpc tlr crappr \
    crapprs lloydsrep bclc bcc icr irlr rpc fsr ecr cmlr ehrr hlr pcr pcandcr egcs egl er ewca hca clr alr aljr nswlr nswr vr \
    vlr qdr qldr sasr wasr warp tasr tasslr actr ntr flr flc fcr fca asc acsr aclc acrimr astlr ir ilrm nilr nijb sc slt sclr \
    sccr scr or. dlr wwr bclr ar. nbr nsr nfldpeir onwn oac cccd ccc sa. sacr nzlr nzfl crnz air scc scj slr mlj hklr hkcfar \
    bverfge bghz bghst bsge bfhe bage rgz rgst bverwge njw nstz jz";
const LAWS: &str = "stat stats fedreg fr cfr usc usca uscs usccan actofcong congrec oj";
/// Journals that do not say so in their name's last words; see [`journal`].
const JOURNALS: &str = "harvlrev yalelj columlrev";

/// What a key stands for.
pub fn sort(key: &str) -> Option<Sort> {
    table()
        .get(key)
        .copied()
        .or_else(|| journal(key).then_some(Sort::Journal))
        .or_else(|| lexis(key).then_some(Sort::Cases))
}

/// Journals of law by their last words: `Minn. L. Rev.`, `Yale L.J.`, `Modern Law Review`.
fn journal(key: &str) -> bool {
    const ENDS: &[&str] = &[
        "lrev",
        "lj",
        "lawrev",
        "lawreview",
        "lawjournal",
        "lawj",
        "lq",
        "lquart",
        "lawquarterly",
        "lawq",
        "jintll",
        "lrevonline",
        "lrevforum",
    ];
    key.len() > 4 && ENDS.iter().any(|end| key.ends_with(end) && key.len() > end.len())
}

fn lexis(key: &str) -> bool {
    key.len() > 5 && key.ends_with("lexis")
}

/// True for an abbreviation of capitals that may be a court's or a report's in
/// a neutral citation: `[1998] UKHL 13`, `(1994) A.S.C. 56`.
pub fn neutral(key: &str, text: &str) -> bool {
    (2..=8).contains(&key.len()) && text.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '.' | ',' | ' '))
}

fn table() -> &'static HashMap<String, Sort> {
    static TABLE: OnceLock<HashMap<String, Sort>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = HashMap::new();
        list(LAWS, Sort::Laws, &mut table);
        list(JOURNALS, Sort::Journal, &mut table);
        for text in [FEDERAL, REGIONAL, OTHER, STATES] {
            list(text, Sort::Cases, &mut table);
        }
        for state in STATES.split_whitespace() {
            for court in COURTS.split_whitespace() {
                table.entry(format!("{}{court}", state.trim_end_matches('.'))).or_insert(Sort::Cases);
            }
        }
        list(DATED, Sort::Dated, &mut table);
        table
    })
}

/// Enters a list; a full stop at the end of a key asks for one in the text.
fn list(text: &str, sort: Sort, table: &mut HashMap<String, Sort>) {
    let mut base = "";
    for word in text.split_whitespace() {
        let (name, series) = word.split_once('|').unwrap_or((word, ""));
        let is_series = name.ends_with(['d', 'h']) && name.starts_with(|c: char| c.is_ascii_digit());
        let (key, of) = if is_series {
            (format!("{base}{name}"), sort)
        } else {
            let dotted = name.ends_with('.') && sort == Sort::Cases;
            base = name.trim_end_matches('.');
            (base.replace(['.', '&'], ""), if dotted { Sort::Dotted } else { sort })
        };
        table.entry(key).or_insert(of);
        if !series.is_empty() {
            let base = base.replace(['.', '&'], "");
            table.entry(format!("{base}{series}")).or_insert(sort);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_come_to_one_key() {
        for (key, want) in [
            ("us", Some(Sort::Cases)),
            ("nys2d", Some(Sort::Cases)),
            ("calapp5th", Some(Sort::Cases)),
            ("a", Some(Sort::Dotted)),
            ("a3d", Some(Sort::Cases)),
            ("miss", Some(Sort::Dotted)),
            ("minnlrev", Some(Sort::Journal)),
            ("usdistlexis", Some(Sort::Cases)),
            ("nswlr", Some(Sort::Dated)),
            ("stat", Some(Sort::Laws)),
            ("politicalstudies", None),
        ] {
            assert_eq!(sort(key), want, "{key}");
        }
    }
}
