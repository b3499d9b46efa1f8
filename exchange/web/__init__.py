"""Flask and WTForms, as every feature uses them."""
