"""What every widget and card is made of: base class, controls, cards, learner code, static files."""
