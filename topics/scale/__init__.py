"""From memory to millions of documents: one pure function counts a batch, engines only add up
integers.

Needs the extra `scale`, and `topics.spark` the extra `spark`; docs/scale.md says how to install
them.
"""
