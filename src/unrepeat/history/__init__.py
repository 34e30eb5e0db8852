"""What a repository's history tells: lines, fixes, culprits, strings and coupling."""
