"""The rules, one file each; `rules.yml` beside the language's words says what each is for."""
