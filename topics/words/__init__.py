"""Word lists, segmentation and what checks them: below `topics.tokenize`."""
