//! Commands that stand for a sign or a word.

/// Signs of running text, and words: names and what they stand for, in turn.
const TEXT: &str = "\
    % % & & $ $ # # _ _ { { } } ss ß SS ẞ ae æ AE Æ oe œ OE Œ aa å AA Å o ø O Ø l ł L Ł i ı j ȷ dh ð DH Ð th þ \
    TH Þ dj đ DJ Đ ng ŋ NG Ŋ S § P ¶ dag † ddag ‡ copyright © pounds £ euro € textsection § textparagraph ¶ \
    textdagger † textdaggerdbl ‡ textcopyright © textregistered ® texttrademark ™ textsterling £ texteuro € EUR € \
    textyen ¥ textcent ¢ textdegree ° degree ° ldots … dots … textellipsis … dotsc … dotsb … textbackslash \\ \
    textless < textgreater > textbar | textasciitilde ~ textasciicircum ^ textunderscore _ textasteriskcentered * \
    textbraceleft { textbraceright } textdollar $ textquotesingle ' textasciigrave ` textquoteleft ‘ \
    textquoteright ’ textquotedblleft “ textquotedblright ” textquotedbl \" lq ‘ rq ’ quotedblbase „ \
    quotesinglbase ‚ glqq „ grqq “ glq ‚ grq ‘ flqq « frqq » guillemotleft « guillemotright » guilsinglleft ‹ \
    guilsinglright › textendash – textemdash — textbullet • textperiodcentered · textexclamdown ¡ \
    textquestiondown ¿ textordfeminine ª textordmasculine º No № textnumero № slash / textmu µ checkmark ✓ \
    textonehalf ½ TeX TeX LaTeX LaTeX LaTeXe LaTeX2e XeTeX XeTeX LuaTeX LuaTeX BibTeX BibTeX XeLaTeX XeLaTeX \
    LuaLaTeX LuaLaTeX ConTeXt ConTeXt ie i.e. eg e.g.";

/// Signs of mathematics, in turn with their names; most may stand in text too.
const MATH: &str = "\
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ \
    mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ \
    omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω aleph ℵ beth ℶ ell ℓ \
    hbar ℏ Re ℜ Im ℑ wp ℘ partial ∂ nabla ∇ infty ∞ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ \
    lnot ¬ land ∧ wedge ∧ lor ∨ vee ∨ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ cap ∩ \
    cup ∪ bigcap ⋂ bigcup ⋃ setminus ∖ times × div ÷ cdot · cdots ⋯ vdots ⋮ ddots ⋱ pm ± mp ∓ ast ∗ star ⋆ circ ∘ \
    bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ ll ≪ gg ≫ \
    approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ prec ≺ succ ≻ perp ⊥ bot ⊥ top ⊤ vdash ⊢ dashv ⊣ models ⊨ mid ∣ \
    nmid ∤ parallel ∥ to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ \
    implies ⇒ Longrightarrow ⟹ Leftarrow ⇐ impliedby ⇐ Leftrightarrow ⇔ iff ⇔ mapsto ↦ hookrightarrow ↪ uparrow ↑ \
    downarrow ↓ textrightarrow → textleftarrow ← sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ sqrt √ langle ⟨ \
    rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lbrace { rbrace } lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ \
    colon : coloneqq ≔ prime ′ dagger † ddagger ‡ angle ∠ triangle △ square □ Box □ blacksquare ■ therefore ∴ \
    because ∵ sin sin cos cos tan tan cot cot sec sec csc csc log log ln ln exp exp lim lim max max min min \
    sup sup inf inf det det dim dim ker ker gcd gcd arg arg deg deg hom hom arctan arctan sinh sinh cosh cosh \
    bmod mod mod mod";

/// What stands for more than a word.
const ODD: &[(&str, &str)] =
    &[("og", "« "), ("fg", " »"), ("etal", "et al."), ("limsup", "lim sup"), ("liminf", "lim inf")];

/// All names, and what they stand for.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let names = [TEXT, MATH].into_iter().flat_map(|list| {
        let mut words = list.split_whitespace();
        std::iter::from_fn(move || Some((words.next()?, words.next()?)))
    });
    names.chain(ODD.iter().copied())
}
