"""Disclosures of agencies that do not exist, with every figure known: agencies × years × phases in many layouts.

    publishers → ledgers → sheets and prose → seeded errors → pages → truth, questions

Everything follows from the seed. Nothing here reads a document: the truth cannot share an error with the reading.
"""
