"""From memory to millions of documents: one pure function counts a batch, engines only add up
integers.

Needs the extra `scale` (`pip install "topics-zh[scale]"`); `topics.spark` needs the extra `spark`.
"""
