"""The framework of widgets and cards: base class, controls, messages, cards, learner code, static files."""
