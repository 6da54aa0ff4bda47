"""The usual ways of answering from documents, made as well as they can be made simply, for comparison.

* `chunks`: pdfplumber's text, cut by LangChain's splitter, found by embedding in Chroma; the number beside the words
  that question and text share; with a language model, what it reads from the chunks
* `full-text`: the same chunks, found by their words (BM25)
* `unchecked`: ours without its cross-check

Every one answers in the record that `ask --json` prints, so that the same code scores it.
"""
