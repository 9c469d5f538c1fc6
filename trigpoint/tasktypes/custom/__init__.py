"""Jobs with a template of their own: any form is an answer; all answers are the label."""
