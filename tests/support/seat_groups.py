"""The group of 43 of case G13, in which equal points lie at two lines."""

from scoring_rules import C, E, G, N, exact

from models.rules.scoring.seats import RankedOfficial

FOURTEEN = (97.20, 96.40, 95.10, 94.80, 94.20, 94.20, 93.70, 93.00, 93.00, 92.20, 91.50, 91.00)
FOURTEEN += (90.40, 90.00)
GROUP_OF_43 = [RankedOfficial(f"E{n:02}", exact(each), E, "K") for n, each in enumerate(FOURTEEN)]
GROUP_OF_43 += [RankedOfficial(f"G{n:02}", exact(80), G, "K") for n in range(24)]
GROUP_OF_43 += [RankedOfficial(f"C{n:02}", exact(60), C, "K") for n in range(4)]
GROUP_OF_43 += [RankedOfficial("N", exact(40), N, "K")]
