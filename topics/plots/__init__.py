"""The figures, by what they show; `topics.viz` gathers them."""
