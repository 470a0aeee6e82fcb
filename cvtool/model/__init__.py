"""The values that flow: documents, inline markup, dates, problems."""
