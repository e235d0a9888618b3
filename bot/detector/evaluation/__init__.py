"""Measuring the detector: leave one file of the corpus out, train on the others, score on it.

``material`` is what is measured, ``folds`` measures it, ``outcomes`` are the answers, ``measures`` and
``report`` the figures, ``table`` their print, ``against`` the difference to an earlier revision.
"""
