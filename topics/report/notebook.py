"""A study as a notebook uses it: the stages, and what is drawn and written from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from topics import study

if TYPE_CHECKING:
    from topics.plots.cloud import Cloud, CloudStyle

ALL = "all"  # the one group of a cloud of everything
WEIGHTS = ("count", "tf_idf")


class Study(study.Study):
    """The stages of one analysis, with its report and its word clouds.

    Parameters
    ----------
    paths : path, or sequence of paths or of Document
        Files and folders with policy documents, or documents that were read before.
    settings : Settings, optional
    tell : callable, str -> None, optional
        Told what is being done, for progress.
    advance : callable, (int, int) -> None, optional
        Told how much of that is done, and of how much.

    Examples
    --------
    >>> from topics.resources import resource
    >>> from topics.settings import Settings
    >>> study = Study(resource("samples/jichuan"), Settings(by="issuer"))
    >>> study
    Study('jichuan', files='not read yet', by='issuer')
    """

    def report(self, out: str | Path | None = None) -> Path:
        """Write the whole report and return its folder, in which `index.html` is the page.

        Parameters
        ----------
        out : path, optional
            A new or empty folder, or an older report; by default `reports/` and the name of the
            input.

        Raises
        ------
        ReportError
            If the folder holds something else, or cannot be written.
        """
        from topics.report.findings.gather import analyse  # noqa: PLC0415
        from topics.report.folder import reserved  # noqa: PLC0415
        from topics.report.write import write_report  # noqa: PLC0415

        folder = Path(out) if out is not None else Path("reports") / self.name
        with reserved(folder):
            analysis = analyse(self, tell=self._tell, advance=self._advance)
            return write_report(analysis, folder, advance=self._advance)

    def cloud(
        self, group: str | None = None, *, weight: str = "count", style: CloudStyle | None = None
    ) -> Cloud:
        """Draw the words of all documents, or of one group, as a word cloud.

        Parameters
        ----------
        group : str, optional
            One of `study.labels`.
        weight : {"count", "tf_idf"}
            What the size of a word says.
        style : CloudStyle, optional

        Raises
        ------
        ValueError
            If there is no such group, or no such weight; the message lists those there are.
        """
        from topics.plots.cloud import CloudStyle, word_cloud  # noqa: PLC0415

        if weight not in WEIGHTS:
            raise ValueError(f"weight is {weight!r}; there are: {', '.join(WEIGHTS)}")
        labels = self.labels.map(lambda _: ALL) if group is None else self.labels
        known, name = self.weights(labels, weight), ALL if group is None else group
        if name not in known:
            raise ValueError(f"no group '{group}'; there are: {', '.join(sorted(known))}")
        chosen = style or CloudStyle(lang=self.settings.lang)
        return word_cloud(known[name], title=group or "", style=chosen)
