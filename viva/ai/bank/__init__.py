"""The built-in question bank: data, schema, loader, selection and linter."""
