"""Which fault is tried where: as a drill on servers of its own, or as a story over a socket."""

HERE = ("P1", "P2", "P4", "P7", "P8", "D1", "R1", "R2", "C1", "C2", "V2")

# Words that choose the tests of tests/connectors which tell the fault.
STORIES = {
    "X1": "errors_and_limits or many_failures",
    "X2": "never_answers or drips or endless",
    "X3": "served_twice_and_out_of_order",
    "X6": "one_second_across_a_page_edge",
    "X8": "contradicts_its_manifest",
    "X10": "missing_column or full_of_unknown_codes",
    "X12": "empties_stops or halves_stops",
    "X14": "lost_answer",
}
