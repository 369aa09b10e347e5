"""Every threshold of the facts, with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactOptions:
    """Thresholds of the facts of themes, chapters, words and formulations.

    All were chosen on five national plans and on yearly reports of a government, except where a
    reason stands beside the number.

    Attributes
    ----------
    min_mentions, min_sections : int
        What `new` and `gone` ask of the side that has the theme, without a heading of its own;
        `min_sections` also of a shift that stands in many sections. Two sections may be a heading
        and the item below it.
    ratio : (float, float)
        Damped ratio of the rates from which a shift is large, and from which it is a shift. Below
        1.5 a reader does not see the difference.
    steady : float
        Damped ratio under which nothing is said to move.
    excess : float
        Mentions beyond what the rate of the other side gives: at 5,000 characters 5 mentions are
        10 per 10,000, so that 1 → 3 mentions are no shift.
    rest_excess : float
        The same without the section that has most mentions.
    one_term : float
        Share of the excess above which one term is named as what carries it.
    section_length : float
        Ratio of the mean lengths of sections from which the share of sections is not comparable:
        a longer section mentions more by its length alone.
    most : float
        Share of the change from the first to the last group that one step must hold to be named.
    run, run_share : int, float
        Han characters that the cores of two chapters must have in common in one run, and their
        share of the shorter core.
    formal_rest : int
        Han characters that a formal heading may hold besides its formal words: two may already
        name a subject (工作回顾与农业发展).
    word_mentions : int
        Mentions in the corpus that a word or formulation needs to be looked at.
    folded : float
        Share of a word's excess that a longer word must carry for the word to be folded into it.
    run_tokens, run_chars : (int, int)
        Fewest and most tokens, and Han characters, of a formulation.
    covered : float
        Share of a formulation's places that a longer one must cover for it to be dropped.
    shown : int
        Words or formulations shown of each kind (new, gone, more, less) and pair.
    places : int
        Sections named for a word.
    """

    min_mentions: int = 3
    min_sections: int = 3
    ratio: tuple[float, float] = (2.0, 1.5)
    steady: float = 1.25
    excess: float = 5.0
    rest_excess: float = 3.0
    one_term: float = 0.8
    section_length: float = 1.5
    most: float = 0.5
    run: int = 3
    run_share: float = 0.5
    formal_rest: int = 1
    word_mentions: int = 3
    folded: float = 0.5
    run_tokens: tuple[int, int] = (2, 6)
    run_chars: tuple[int, int] = (4, 14)
    covered: float = 0.8
    shown: int = 10
    places: int = 10

    def __post_init__(self) -> None:
        large, small = self.ratio
        if not large >= small >= self.steady >= 1:
            raise ValueError(
                f"ratio {large:g},{small:g} and steady {self.steady:g} do not fall; write the large"
                " ratio first, then the small one, both at least the steady one, such as 2,1.5"
            )
        if self.min_sections < 1 or self.min_mentions < 1:
            raise ValueError(
                f"min_sections {self.min_sections} and min_mentions {self.min_mentions} must be"
                " whole numbers from 1"
            )
