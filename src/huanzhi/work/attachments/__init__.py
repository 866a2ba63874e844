"""附件 Attachments: files told by their content, kept once under their hash, never altered, copied for others' eyes."""
