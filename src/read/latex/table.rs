//! What each command means.
//!
//! A command that is not here and that the file does not define keeps the text
//! of its arguments, see `act::unknown`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::notes::Series;
use super::symbols;

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Action {
    /// Nothing: a switch, or text is not its business.
    Nothing,
    /// Options in brackets and so many arguments are no text.
    Skip(u8),
    /// Stands for text.
    Symbol(&'static str),
    /// A blank of whatever width.
    Blank,
    /// A length follows.
    Glue,
    /// A new line, or the end of a row.
    Line,
    /// The end of a paragraph.
    Par,
    /// A combining accent for the next letter.
    Accent(char),
    /// A heading: its rank, 0 for parts.
    Heading(u8),
    /// The title, author, date or other matter that stands before the text.
    Front(Front),
    /// A caption.
    Caption,
    /// A note that stands where it is called.
    Note(Series),
    /// A mark whose note stands elsewhere.
    Mark(Series),
    /// The note of such a mark.
    NoteText(Series),
    /// A second mark of a note that bears a label.
    NoteRef,
    /// A mark in a table, with its label.
    TableMark,
    /// `\label{…}`.
    Label,
    /// A citation in the text.
    Cite,
    /// A citation in a footnote.
    FootCite,
    /// A citation that the style puts into the text or a footnote.
    AutoCite,
    /// `\verb|…|`.
    Verb,
    /// `\url{…}`.
    Url,
    /// `\item`.
    Item,
    /// `\bibitem`.
    BibItem,
    /// `\begin`.
    Begin,
    /// `\end`.
    End,
    /// `\newcommand` and its like.
    NewCommand,
    /// `\NewDocumentCommand`.
    NewDocumentCommand,
    /// `\def`.
    Def,
    /// `\let`.
    Let,
    /// `\newenvironment`.
    NewEnvironment,
    /// `\setcounter`; true for `\addtocounter`.
    Counter(bool),
    /// `\stepcounter`.
    Step,
    /// The footnote counter begins anew at some heading; false: no longer does.
    Reset(bool),
    /// Another file: `\input`.
    Input,
    /// `\hypersetup`.
    Setup,
    /// `\iffalse`.
    IfFalse,
    /// `\and` between authors.
    And,
    /// A fraction.
    Fraction,
    /// Raised text.
    Raised,
    /// `\texorpdfstring{…}{…}`: for print, for bookmarks.
    TwoReadings,
    /// Text within mathematics.
    Text,
    /// Mathematics within text.
    Math,
    /// `\(` and `\[`; true for the latter.
    OpenMath(bool),
    /// `\)` and `\]`.
    CloseMath,
    /// `\left` and `\right`.
    Fence,
    /// A blank where a word follows.
    Xspace,
}

/// Matter that stands before the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Front {
    /// The title.
    Title,
    /// Authors.
    Author,
    /// The date.
    Date,
    /// Any other that is printed.
    Other,
}

/// Switches, and commands whose arguments are text like any other.
const NOTHING: &str = "emph textit textbf textsc texttt textsf textsl textrm textup textmd underline uline uuline \
    sout em it bf sc tt sf rm sl bfseries itshape scshape ttfamily sffamily rmfamily slshape upshape mdseries \
    normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge centering raggedright \
    raggedleft noindent indent maketitle frontmatter mainmatter backmatter appendix tableofcontents listoffigures \
    listoftables printbibliography printindex makeindex newpage clearpage cleardoublepage pagebreak nopagebreak \
    smallskip medskip bigskip vfill protect relax leavevmode textsubscript MakeUppercase \
    MakeLowercase uppercase lowercase makeatletter makeatother sloppy fussy onehalfspacing singlespacing \
    doublespacing begingroup endgroup bgroup egroup fi else or hline toprule midrule bottomrule endhead endfirsthead \
    endfoot endlastfoot nobreak allowbreak null strut unskip ignorespaces nolinebreak displaystyle textstyle \
    scriptstyle scriptscriptstyle limits nolimits mathbb mathcal mathrm mathbf mathit mathsf mathtt mathfrak mathscr \
    boldsymbol bm hat bar tilde vec dot ddot overline widehat widetilde overrightarrow operatorname mathop mathbin \
    mathrel big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle nonumber notag theendnotes \
    printendnotes printnotes enquote textquote qedhere boxed fbox nocorr samepage hss vss today pause textlf \
    phantomsection flushbottom raggedbottom bigbreak medbreak";

/// Commands whose options and first arguments are no text; what follows is.
const SKIP: &[(u8, &str)] = &[
    (0, "twocolumn onecolumn linewidth textwidth columnwidth hyperref makebox framebox blockquote subfloat"),
    (
        1,
        "ref pageref autoref cref Cref cpageref nameref eqref vref vpageref fullref labelcref prettyref fref Fref \
         index sindex glossary includegraphics includesvg includepdf vspace hspace addvspace bibliography parbox \
         bibliographystyle addbibresource usepackage RequirePackage documentclass documentstyle pagestyle \
         thispagestyle pagenumbering color textcolor colorbox pagecolor selectlanguage foreignlanguage setmainfont \
         setsansfont setmonofont graphicspath hyphenation phantom hphantom vphantom nocite cline usetikzlibrary \
         raisebox scalebox rotatebox href hyperlink hypertarget markright addtokomafont newcounter newlength \
         newsavebox usebox captionsetup geometry lstset sisetup tikzset pgfplotsset theoremstyle tag bookmarksetup \
         setdefaultlanguage setmainlanguage setotherlanguage setotherlanguages babelprovide microtypesetup \
         UseMicrotypeSet AtBeginDocument AtEndDocument makesavenoteenv setitemize setenumerate setlist linespread \
         allowdisplaybreaks enlargethispage labelformat pdfinfo nomenclature ExecuteBibliographyOptions \
         DeclareGraphicsExtensions includeonly usetheme usecolortheme usefonttheme setbeamertemplate \
         setbeamercolor setbeamerfont ifthenelse zref zlabel special message typeout ProvidesPackage ProvidesFile \
         ProvidesClass fancyhead fancyfoot fancyhf lhead chead rhead lfoot cfoot rfoot foreignquote captionof \
         hspace* vspace*",
    ),
    (
        2,
        "rule setlength addtolength settowidth settoheight resizebox multicolumn newtheorem DeclareMathOperator \
         markboth fcolorbox multirow pdfbookmark PassOptionsToPackage PassOptionsToClass setkomafont crefname \
         Crefname newglossaryentry fontsize declaretheorem DeclareUnicodeCharacter savebox sbox colorlet",
    ),
    (3, "addcontentsline titlespacing newacronym DeclarePairedDelimiter IfFileExists definecolor"),
    (5, "titleformat"),
];

/// Blanks.
const BLANKS: &str = "quad qquad enspace enskip hfill hfil space nobreakspace thinspace medspace thickspace \
    dotfill hrulefill smallbreak , ; : >";

/// Lengths, given as `\kern3pt` or `\parindent = 0pt`.
const GLUE: &str = "hskip vskip kern parindent parskip baselineskip hsize vsize textheight topmargin oddsidemargin \
    evensidemargin hoffset voffset headheight headsep footskip tabcolsep arraycolsep tolerance pretolerance \
    hyphenpenalty clubpenalty widowpenalty penalty hfuzz vfuzz emergencystretch mskip mkern leftskip rightskip";

/// Names of a table of actions, some by lists.
static TABLE: LazyLock<HashMap<&'static str, Action>> = LazyLock::new(build);

/// What `name` (without backslash) means, if it is known.
pub(super) fn action(name: &str) -> Option<Action> {
    TABLE.get(name).copied()
}

fn build() -> HashMap<&'static str, Action> {
    let mut table = HashMap::new();
    let mut add = |names: &'static str, action: Action| {
        table.extend(names.split_whitespace().map(|name| (name, action)));
    };
    add(NOTHING, Action::Nothing);
    SKIP.iter().for_each(|(count, names)| add(names, Action::Skip(*count)));
    add(BLANKS, Action::Blank);
    add(GLUE, Action::Glue);
    symbols::all().for_each(|(name, text)| add(name, Action::Symbol(text)));
    super::accents::ACCENTS.iter().for_each(|(name, mark)| add(name, Action::Accent(*mark)));
    STRUCTURE.iter().for_each(|(names, action)| add(names, *action));
    table.extend([(" ", Action::Blank), ("\n", Action::Blank), ("\t", Action::Blank)]);
    table
}

/// Structure, notes, definitions.
const STRUCTURE: &[(&str, Action)] = &[
    ("- / ! @ + * < |", Action::Nothing),
    ("\\ newline linebreak tabularnewline cr break", Action::Line),
    ("par endgraf", Action::Par),
    ("part", Action::Heading(0)),
    ("chapter", Action::Heading(1)),
    ("section", Action::Heading(2)),
    ("subsection", Action::Heading(3)),
    ("subsubsection", Action::Heading(4)),
    ("paragraph frametitle", Action::Heading(5)),
    ("subparagraph framesubtitle", Action::Heading(6)),
    ("addpart", Action::Heading(0)),
    ("addchap", Action::Heading(1)),
    ("addsec", Action::Heading(2)),
    ("textsuperscript", Action::Raised),
    ("title", Action::Front(Front::Title)),
    ("author", Action::Front(Front::Author)),
    ("date", Action::Front(Front::Date)),
    (
        "subtitle address curraddr email affiliation affil institute keywords abstract dedication dedicatory \
         translator publishers titlehead subject lowertitleback uppertitleback extratitle",
        Action::Front(Front::Other),
    ),
    ("and And AND", Action::And),
    ("caption subcaption", Action::Caption),
    ("footnote tablefootnote footnoteA footnoteB footnoteC footnoteD footnoteE", Action::Note(Series::Foot)),
    ("endnote pagenote", Action::Note(Series::End)),
    ("sidenote", Action::Note(Series::Side)),
    ("thanks ", Action::Note(Series::Thanks)),
    (
        "marginpar marginnote sidepar marginparnote Afootnote Bfootnote Cfootnote Dfootnote Efootnote Aendnote \
         Bendnote Cendnote blfootnote freefootnote blindfootnote",
        Action::Note(Series::Bare),
    ),
    ("footnotemark", Action::Mark(Series::Foot)),
    ("footnotetext", Action::NoteText(Series::Foot)),
    ("endnotemark", Action::Mark(Series::End)),
    ("endnotetext", Action::NoteText(Series::End)),
    ("sidenotemark", Action::Mark(Series::Side)),
    ("sidenotetext", Action::NoteText(Series::Side)),
    ("footref", Action::NoteRef),
    ("tnote", Action::TableMark),
    ("label", Action::Label),
    (
        "cite citet citep citealt citealp citeauthor citeyear citeyearpar citetitle citeNP citeA textcite Textcite \
         parencite Parencite fullcite citenum onlinecite shortcite newcite citeasnoun possessivecite Citet Citep \
         supercite cites parencites textcites citename Cite",
        Action::Cite,
    ),
    ("footcite footfullcite smartcite Footcite footcites smartcites", Action::FootCite),
    ("autocite Autocite autocites", Action::AutoCite),
    ("verb lstinline", Action::Verb),
    ("url nolinkurl path", Action::Url),
    ("item", Action::Item),
    ("bibitem", Action::BibItem),
    ("begin", Action::Begin),
    ("end", Action::End),
    ("newcommand renewcommand providecommand DeclareRobustCommand", Action::NewCommand),
    (
        "NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand",
        Action::NewDocumentCommand,
    ),
    ("def gdef edef xdef", Action::Def),
    ("let", Action::Let),
    ("newenvironment renewenvironment", Action::NewEnvironment),
    ("setcounter", Action::Counter(false)),
    ("addtocounter", Action::Counter(true)),
    ("stepcounter refstepcounter", Action::Step),
    ("counterwithin @addtoreset numberwithin", Action::Reset(true)),
    ("counterwithout", Action::Reset(false)),
    ("input include subfile subfileinclude", Action::Input),
    ("hypersetup", Action::Setup),
    ("iffalse", Action::IfFalse),
    ("texorpdfstring", Action::TwoReadings),
    ("frac tfrac dfrac cfrac nicefrac", Action::Fraction),
    ("text mbox hbox intertext shortintertext textnormal", Action::Text),
    ("ensuremath", Action::Math),
    ("(", Action::OpenMath(false)),
    ("[", Action::OpenMath(true)),
    (") ]", Action::CloseMath),
    ("left right", Action::Fence),
    ("xspace", Action::Xspace),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_rows_hold() {
        assert_eq!(action("label"), Some(Action::Label));
        assert_eq!(action("abstract"), Some(Action::Front(Front::Other)));
        assert_eq!(action("alpha"), Some(Action::Symbol("α")));
        assert_eq!(action("nonesuch"), None);
    }
}
