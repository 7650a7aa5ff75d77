//! Commands and environments that the file defines, as far as they are simple.
//!
//! `\newcommand{\fn}[1]{\footnote{#1}}` makes `\fn{See A.}` a footnote whose
//! bytes are the argument's. The body of a definition is read where it is
//! called; what it adds stands for the bytes of the call. Not done: parameters
//! parted by text (`\def\x#1.{}`), conditions.

use std::cell::Cell;
use std::rc::Rc;

use super::counters::Style;
use super::scan;
use super::walk::{Frame, Reader, Then};

/// How deep macros may call macros.
const DEEPEST: u32 = 24;

/// A definition: bytes of the source.
#[derive(Clone, Debug)]
pub(super) struct Macro {
    parameters: Rc<[Parameter]>,
    body: (usize, usize),
}

#[derive(Clone, Copy, Debug)]
enum Parameter {
    Needed,
    /// With the text it has where it is not given.
    Optional(Option<(usize, usize)>),
    Star,
}

/// A call: the arguments, and the bytes of the document it stands for.
#[derive(Debug)]
pub(super) struct Context {
    arguments: Vec<Argument>,
    depth: u32,
    /// The bytes before the next argument that no text has been put for.
    region: Cell<(usize, usize)>,
    /// Where the call ends.
    end: usize,
}

#[derive(Clone, Debug)]
struct Argument {
    from: usize,
    to: usize,
    context: Option<Rc<Context>>,
}

impl Context {
    /// The bytes for what the body shows next, without taking them.
    pub fn region(&self) -> (usize, usize) {
        self.region.get()
    }

    /// The bytes for what the body shows next.
    pub fn take(&self) -> (usize, usize) {
        let (start, end) = self.region.get();
        self.region.set((end, end));
        (start, end)
    }
}

impl<'a> Reader<'a> {
    /// Reads the definition of the command `name`, called at byte `at`; false
    /// where there is none.
    pub(super) fn call(&mut self, name: &str, at: usize) -> bool {
        if self.state.mute || self.macros.is_empty() {
            return false;
        }
        let Some(own) = self.macros.get(name).cloned() else { return false };
        self.expand(&own, at, Then::Nothing)
    }

    /// An environment of the file's own begins.
    pub(super) fn enter_own(&mut self, name: &'a str, at: usize) -> bool {
        let Some(own) = self.plan_environment(name) else { return false };
        self.open_environment(name, at);
        self.expand(&own.0, at, Then::Nothing)
    }

    /// An environment of the file's own ends.
    pub(super) fn leave_own(&mut self, name: &'a str, at: usize) -> bool {
        let Some(own) = self.plan_environment(name).filter(|_| self.open.get(name).is_some_and(|count| *count > 0))
        else {
            return false;
        };
        let from = name.as_ptr() as usize - self.src.as_ptr() as usize;
        self.expand(&own.1, at, Then::End(from, from + name.len()))
    }

    fn plan_environment(&self, name: &str) -> Option<(Macro, Macro)> {
        self.environments.get(name).filter(|_| !self.state.mute).cloned()
    }

    fn expand(&mut self, own: &Macro, at: usize, then: Then) -> bool {
        let outer = self.frames.last().and_then(|frame| frame.context.clone());
        let depth = outer.as_ref().map_or(1, |outer| outer.depth + 1);
        let size = own.body.1 - own.body.0 + 32;
        if depth > DEEPEST || self.budget < size {
            self.doubt("macros call macros too deep");
            return false;
        }
        self.budget -= size;
        let arguments = self.arguments(own);
        if own.parameters.is_empty() {
            self.swallow_space();
        }
        let end = self.here().0;
        let first = arguments.iter().find(|argument| argument.context.is_none() && argument.to > argument.from);
        let region = match &outer {
            Some(outer) => outer.take(),
            None => (at, first.map_or(end, |first| first.from)),
        };
        let end = if outer.is_some() { region.1 } else { end };
        let context = Context { arguments, depth, region: Cell::new(region), end };
        self.frames.push(Frame { at: own.body.0, end: own.body.1, context: Some(Rc::new(context)), then });
        true
    }

    fn arguments(&mut self, own: &Macro) -> Vec<Argument> {
        let mut out = Vec::new();
        for parameter in own.parameters.iter() {
            let range = match parameter {
                Parameter::Star => {
                    self.star();
                    None
                }
                Parameter::Optional(default) => self.option().or(*default),
                Parameter::Needed => self.argument().or_else(|| self.token()),
            };
            let (from, to) = range.unwrap_or((0, 0));
            let context = self.frames.last().and_then(|frame| frame.context.clone());
            out.push(Argument { from, to, context });
        }
        out
    }

    /// One character or command as an argument.
    fn token(&mut self) -> Option<(usize, usize)> {
        let (at, end) = self.here();
        let at = scan::space(self.src.as_bytes(), at, end);
        let first = self.src[at..end].chars().next().filter(|c| !"{}\n%$&".contains(*c))?;
        let to = if first == '\\' && at + 1 < end { scan::name_end(self.src, at) } else { at + first.len_utf8() };
        self.advance(to);
        Some((at, to.min(end)))
    }

    /// `#1` in a body; elsewhere the sign itself.
    pub(super) fn parameter(&mut self, at: usize, end: usize) {
        let digit = self.src[at + 1..end].chars().next().and_then(|c| c.to_digit(10)).filter(|digit| *digit > 0);
        let context = self.frames.last().and_then(|frame| frame.context.clone());
        let (Some(digit), Some(context)) = (digit, context) else {
            self.advance(at + 1);
            return self.put("#", at, at + 1);
        };
        self.advance(at + 2);
        let number = digit as usize - 1;
        let Some(argument) = context.arguments.get(number).cloned() else { return };
        let size = argument.to - argument.from + 8;
        if self.budget < size {
            return self.doubt("macros call macros too deep");
        }
        self.budget -= size;
        if argument.context.is_none() && argument.to > argument.from {
            let later = context.arguments.iter().skip(number + 1).find(|later| later.from >= argument.to);
            context.region.set((argument.to, later.map_or(context.end, |later| later.from).max(argument.to)));
        }
        let Argument { from, to, context } = argument;
        self.frames.push(Frame { at: from, end: to, context, then: Then::Nothing });
    }

    /// `\newcommand{\name}[2][default]{body}`.
    pub(super) fn new_command(&mut self) {
        self.star();
        let Some(name) = self.defined() else { return };
        let parameters = self.parameters();
        if let Some(body) = self.argument() {
            self.learn(name, parameters, body);
        }
    }

    fn parameters(&mut self) -> Vec<Parameter> {
        let count = self.option().and_then(|(from, to)| self.src[from..to].trim().parse().ok()).unwrap_or(0);
        let mut parameters = vec![Parameter::Needed; usize::min(count, 9)];
        if let Some(default) = self.option()
            && let Some(first) = parameters.first_mut()
        {
            *first = Parameter::Optional(Some(default));
        }
        parameters
    }

    /// `\NewDocumentCommand{\name}{s o m}{body}`.
    pub(super) fn new_document_command(&mut self) {
        let Some(name) = self.defined() else { return };
        let Some((from, to)) = self.argument() else { return };
        let Some(body) = self.argument() else { return };
        let kind = |c: char| match c {
            'm' => Some(Parameter::Needed),
            'o' => Some(Parameter::Optional(None)),
            's' => Some(Parameter::Star),
            _ => None,
        };
        let letters: Vec<char> = self.src[from..to].chars().filter(|c| !c.is_whitespace() && *c != '+').collect();
        if let Some(parameters) = letters.into_iter().map(kind).collect::<Option<Vec<_>>>() {
            self.learn(name, parameters, body);
        }
    }

    /// `\def\name#1#2{body}`.
    pub(super) fn def(&mut self) {
        let Some(name) = self.defined() else { return };
        let (at, end) = self.here();
        let Some(length) = self.src[at..end].bytes().take(200).position(|byte| byte == b'{') else { return };
        let head = self.src[at..at + length].trim();
        let numbers: Vec<&str> = head.split('#').skip(1).collect();
        self.advance(at + length);
        let Some(body) = self.argument() else { return };
        let simple = (head.is_empty() || head.starts_with('#'))
            && numbers.iter().enumerate().all(|(i, number)| *number == (i + 1).to_string());
        if simple && numbers.len() < 10 {
            self.learn(name, vec![Parameter::Needed; numbers.len()], body);
        }
    }

    /// `\let\name=\other`.
    pub(super) fn let_(&mut self) {
        let Some(name) = self.defined() else { return };
        let (at, end) = self.here();
        let next = at + self.src[at..end].bytes().take_while(|byte| matches!(byte, b' ' | b'=')).count();
        self.advance(next);
        let Some(body) = self.token() else { return };
        if &self.src[body.0..body.1] == "\\relax" {
            return self.learn(name, Vec::new(), (body.0, body.0));
        }
        self.learn(name, Vec::new(), body);
    }

    /// `\newenvironment{name}[1]{begin}{end}`.
    pub(super) fn new_environment(&mut self) {
        self.star();
        let Some((from, to)) = self.argument() else { return };
        let parameters = self.parameters();
        let (Some(begin), Some(end)) = (self.argument(), self.argument()) else { return };
        let begin = Macro { parameters: parameters.into(), body: begin };
        let end = Macro { parameters: Rc::new([]), body: end };
        if !super::environments::is_known(&self.src[from..to]) {
            Rc::make_mut(&mut self.environments).insert(&self.src[from..to], (begin, end));
        }
    }

    /// The name that is being defined: `{\name}` or `\name`.
    fn defined(&mut self) -> Option<&'a str> {
        let (from, to) = self.argument().or_else(|| self.token())?;
        self.src[from..to].trim().strip_prefix('\\')
    }

    fn learn(&mut self, name: &'a str, parameters: Vec<Parameter>, body: (usize, usize)) {
        if name == "thefootnote" {
            self.state.style = Style::of(self.src, body.0, body.1);
            return;
        }
        let own = Macro { parameters: parameters.into(), body };
        Rc::make_mut(&mut self.macros).insert(name, own);
    }
}
