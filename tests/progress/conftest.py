from hypothesis import settings

# Generated cases repeat from run to run, and a busy machine is no failure.
settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")
