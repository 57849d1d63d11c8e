"""A Device core of profiles Core and Secure. README.md says what each module is for."""
