# The portal's words. A key stands for the same thing in every language; what is in braces is put in.

## Everywhere
label = Label
jobs = Jobs
views = Views
settings = Settings
sign-out = Sign out
close = Close
cancel = Cancel
refresh = Refresh
loading = Loading …
try-again = Try again
not-deployed = Trigpoint is not deployed yet. Reload this page in a moment.
seconds =
    { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
short-seconds = { $seconds } s
percent = { $share } %

## Signing in
sign-in = Sign in
sign-in-title = Sign in to label
sign-in-lead = With the e-mail address your operator invited.
choose-password = Choose your password
choose-password-lead = You signed in with a first password. Choose your own before you go on.
e-mail = E-mail
password = Password
show-password = Show password
new-password = New password
same-again = The same again
still-needed = Still needed: { $what }.
strong-enough = Strong enough.
one-moment = One moment …
save-and-go-on = Save and go on
password-lacking = The new password still needs { $what }.
password-differs = The two passwords are not the same.
password-length = 12 characters
password-lower = a lower-case letter
password-upper = an upper-case letter
password-digit = a digit
password-symbol = a symbol
password-weak = That password is too weak.
sign-in-wrong = The e-mail address or the password is not right.
sign-in-reset = Your password has to be reset. Ask the operator for a new one.
sign-in-unconfirmed = This account is not confirmed yet. Ask the operator.
sign-in-too-often = Too many tries. Wait a minute.
sign-in-again = Sign in again.
sign-in-unknown-way = This account needs a way of signing in that we do not have.
sign-in-down = Signing in does not work right now. Try again.
sign-in-refused = Signing in was refused.
session-ended = Your session has ended. Sign in again.

## Jobs
open-jobs = Open jobs
nothing-to-label = Nothing to label right now
jobs-appear = Jobs of your team appear here by themselves.
up-to = Up to { $time } a task
pays = { $pay } a task
my-answers-count =
    { $count ->
        [0] My answers
        [one] { $count } answer of mine
       *[other] { $count } answers of mine
    }
my-answers-of = { $answers } in { $job }
objects-done =
    { $done ->
        [one] { $done } object
       *[other] { $done } objects
    } of { $total } done
progress-of = Progress of { $job }
start-labeling = Start labeling
start-labeling-of = Start labeling { $job }
type-image-multi-class = Image classification
type-image-multi-class-multi-label = Image classification, several labels
type-text-multi-class = Text classification
type-text-multi-class-multi-label = Text classification, several labels
type-bounding-box = Bounding boxes
type-semantic-segmentation = Semantic segmentation
type-instance-segmentation = Instance segmentation
type-named-entity-recognition = Marking text
type-verification-bounding-box = Checking boxes
type-verification-semantic-segmentation = Checking areas
type-adjustment-bounding-box = Correcting boxes
type-adjustment-semantic-segmentation = Correcting areas
type-video-multi-class = Video classification
type-polygon = Polygons
type-keypoint = Key points
type-custom = Custom task

## My answers
my-last-answers = My last answers
none-yet = None yet.
nothing-marked = nothing marked
none-of-these = none of these
undo-left = Undo ({ $seconds } s)
back-to-jobs = Back to the jobs

## The seat
task = Task
task-flooded = This page sends more than a task may. It is not listened to any more: decline the task.
task-of = Task { $object } of { $job }
leave = Leave
leave-job = Leave this job
key-undo = Undo
key-skip = Skip
key-decline = Decline
key-answers = Answers
take-back = Take back: { $answer }
answers-by-you =
    { $count ->
        [one] { $count } answer
       *[other] { $count } answers
    } by you
saving = · saving …
draft-unsaved = draft not saved yet
draft-saved = draft saved
draft-device = draft kept on this device only
time-left = left
time-left-label = Time left for this task
time-warning =
    { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    } left for this task. Its time cannot be extended: submit what you have.
getting-next = Getting your next task …
time-ran-out = The time for this task ran out
time-ran-out-lead = It went back to the others. Nothing of yours before it is lost.
next-task = Next task
all-done = All done for now
looks-for-tasks = This page looks for new tasks every few seconds.
does-not-work = This does not work right now
no-connection = No connection
answers-wait =
    { $count ->
        [one] { $count } answer waits on this device. It is sent by itself as soon as the server answers.
       *[other] { $count } answers wait on this device. They are sent by themselves as soon as the server answers.
    }
trying-again = The server does not answer. Trying again …
answer-too-late = Your answer for object { $object } was not stored: the time of its task had run out before it arrived.
answer-refused = The answer was not taken: { $why }
error-Network = The server does not answer. Try again.
error-Conflict = Many people are working at once. Try again in a moment.
error-NotAllowed = You may not do this. Ask the operator.
error-NotFound = It is not there any more.
error-LeaseExpired = It is too late for that: the time has run out.
error-JobClosed = This job takes no more answers.
error-AlreadyAnswered = You have answered this task already.
error-Refused = You have two tasks open. Finish or skip one first.

## Declining
decline-title = Why do you decline this task?
decline-lead = You will not see it again. Your reason goes to the operator.
reason = Reason
decline-not-loading = It does not load or cannot be read
decline-no-category = No category fits
decline-unsure = I cannot decide
decline-unclear = The instructions are not clear
decline-offensive = It is offensive or private
decline-other = Something else
note-optional = Note (optional)
decline-task = Decline task

## Settings
language = Language
theme = Colours
theme-system = As the system
theme-light = Light
theme-dark = Dark
keys = Keys
keys-lead = Choose a field and press a key. Capital letters are with Shift. The digits always work too.
reset-keys = Reset keys
choice-number = Choice { $number }
key-taken = { $key } is taken: { $what }.
key-not-free = { $key } cannot be used here.

## Operators
no-job-yet = No job yet. Start one with
all-jobs = All jobs
job = Job
status = Status
progress = Progress
failed = Failed
created = Created
actions = Actions
status-Initializing = Starting
status-InProgress = In progress
status-Stopping = Stopping
status-Stopped = Stopped
status-Completed = Completed
status-Failed = Failed
labelled-of =
    { $total ->
        [one] { $done } of { $total } object
       *[other] { $done } of { $total } objects
    }
may-load-from = Its pages may load from { $hosts }
labelled-in = Labelled in { $job }
failed-of = failed objects of { $job }
stop = Stop
stop-of = Stop { $job }
stop-title = Stop { $job }?
stop-lead = Labels so far are kept, exported and billed. The rest of its objects stays unlabelled.
stop-job = Stop job
report = Report
report-of = Automated labeling of { $job }
