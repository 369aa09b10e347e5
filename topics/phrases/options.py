"""The thresholds of formulations, each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhraseOptions:
    """What counts as a formulation, and when one follows another.

    Attributes
    ----------
    chars : (int, int)
        Han characters of a set phrase (chosen: four-character idioms are words, and what is longer
        than 32 is a sentence).
    quoted : (int, int)
        Han characters of a phrase in quotation marks (chosen: from 一网通办 on).
    documents : int
        Documents that hold a set phrase (chosen: two make a repetition).
    repeats : int
        Places in one document that also make a set phrase (chosen: twice may be a heading and its
        sentence).
    whole : float
        Share of the places of a phrase with a verb in front or at the end that must be exceeded by
        those where a clause or an item ends behind it (chosen: mostly its object is complete).
    head : (int, int)
        Han characters of a head whose modifiers are listed (chosen: 城市 alone has too many).
    modifier : (int, int)
        Han characters of a modifier (chosen as for set phrases).
    alike : float
        Dice coefficient of two clauses from which one follows the other (measured for compare:
        half of the pairs from .5 to .6 are right, so that one word in common must come on top).
    sure : float
        The same from which they follow each other wherever they stand (measured for compare: 11 of
        11 such pairs were right).
    anchor : int
        Han characters that two clauses have in common around an exchange (chosen: half of a short
        clause).
    slot : int
        Han characters that are exchanged at most on a side (chosen: a longer one is a new clause).
    same_words : float
        Dice coefficient of two free modifiers (…的, neither 以…为…的 nor a list) from which one
        follows the other (chosen: a third of the words stays).
    word : int
        Han characters of a word whose exchange alone makes a chain (chosen: four-character idioms,
        and a verb with its adverb).
    items : int
        Names that two lists before the same word have in common from which one follows the other
        wherever they stand (chosen: three are no accident).
    slots : int
        Exchanges in a clause at most (chosen: a clause with more was written anew).
    reach : int
        Earlier documents that each one is linked with at most (chosen: a place that is not taken up
        for three documents is none any more).
    pairs : int
        Pairs of documents that are linked at most: of many documents fewer earlier ones, then the
        latest pairs (chosen: half a minute of work).
    most : int
        Set phrases that a table holds at most, best first (chosen: more than anyone reads).
    """

    chars: tuple[int, int] = (5, 32)
    quoted: tuple[int, int] = (4, 20)
    documents: int = 2
    repeats: int = 3
    whole: float = 0.5
    head: tuple[int, int] = (3, 16)
    modifier: tuple[int, int] = (2, 32)
    alike: float = 0.5
    sure: float = 0.6
    anchor: int = 4
    slot: int = 12
    same_words: float = 0.35
    word: int = 5
    items: int = 3
    slots: int = 3
    reach: int = 3
    pairs: int = 60
    most: int = 600


OPTIONS = PhraseOptions()
