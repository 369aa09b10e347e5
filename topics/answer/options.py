"""Every threshold of the facts, with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from topics.settings import Settings


@dataclass(frozen=True, slots=True)
class SizeRules:
    """When a difference is large, and when it is spread: of facts, of exchanges and of series.

    All were chosen on five national plans and on yearly reports of a government. What a user can
    ask for has its default in `Settings`.

    Attributes
    ----------
    large, clear, steady : float
        Damped ratio of the rates from which a shift is large; from which it is a shift: below 1.5 a
        reader does not see the difference; under which nothing is said to move.
    excess : float
        Mentions beyond what the rate of the other side gives: at 5,000 characters 5 mentions are
        10 per 10,000, so that 1 → 3 mentions are no shift.
    excess_without : float
        The same without the section that has most mentions.
    mentions, sections : int
        What `new` and `gone` ask of the side that has the theme, without a heading of its own;
        `sections` also of a shift that is spread. Two sections may be a heading and the item below
        it.
    folded : float
        Share of a word's excess that a longer word must carry for the word to be folded into it.
    """

    large: float = Settings.ratio[0]
    clear: float = Settings.ratio[1]
    steady: float = 1.25
    excess: float = Settings.excess
    excess_without: float = 3.0
    mentions: int = 3
    sections: int = Settings.min_sections
    folded: float = 0.5

    def __post_init__(self) -> None:
        if not self.large >= self.clear >= self.steady >= 1:
            raise ValueError(
                f"ratio {self.large:g},{self.clear:g} and steady {self.steady:g} do not fall; write"
                " the large ratio first, then the small one, both at least the steady one, such as"
                " 2,1.5"
            )
        if self.sections < 1 or self.mentions < 1:
            raise ValueError(
                f"min_sections {self.sections} and mentions {self.mentions} must be whole numbers"
                " from 1"
            )


@dataclass(frozen=True, slots=True)
class FactOptions:
    """Thresholds of the facts of themes, chapters, words and formulations.

    All were chosen on five national plans and on yearly reports of a government, except where a
    reason stands beside the number.

    Attributes
    ----------
    sizes : SizeRules
        When a difference is large, and when it is spread.
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
    run_tokens, run_chars : (int, int)
        Fewest and most tokens, and Han characters, of a formulation.
    covered : float
        Share of a formulation's places that a longer one must cover for it to be dropped.
    shown : int
        Words or formulations shown of each kind (new, gone, more, less) and pair.
    places : int
        Sections named for a word.
    """

    sizes: SizeRules = field(default_factory=SizeRules)
    one_term: float = 0.8
    section_length: float = 1.5
    most: float = 0.5
    run: int = 3
    run_share: float = 0.5
    formal_rest: int = 1
    word_mentions: int = 3
    run_tokens: tuple[int, int] = (2, 6)
    run_chars: tuple[int, int] = (4, 14)
    covered: float = 0.8
    shown: int = 10
    places: int = 10
