"""The pages, one module each, loaded when first shown."""
