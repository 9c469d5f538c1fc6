# العربية

## Everywhere
label = الوسم
jobs = الأعمال
views = العروض
settings = الإعدادات
sign-out = تسجيل الخروج
close = إغلاق
cancel = إلغاء
refresh = تحديث
loading = جارٍ التحميل …
try-again = حاول مرة أخرى
not-deployed = لم يُنشر Trigpoint بعد. أعد تحميل هذه الصفحة بعد لحظة.
seconds =
    { $count ->
        [zero] { $count } ثانية
        [one] ثانية واحدة
        [two] ثانيتان
        [few] { $count } ثوانٍ
        [many] { $count } ثانية
       *[other] { $count } ثانية
    }
minutes =
    { $count ->
        [zero] { $count } دقيقة
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $count } دقائق
        [many] { $count } دقيقة
       *[other] { $count } دقيقة
    }
hours =
    { $count ->
        [zero] { $count } ساعة
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $count } ساعات
        [many] { $count } ساعة
       *[other] { $count } ساعة
    }
short-seconds = { $seconds } ث
percent = { $share } ٪

## Signing in
sign-in = تسجيل الدخول
sign-in-title = سجّل الدخول لتبدأ الوسم
sign-in-lead = بعنوان البريد الإلكتروني الذي دعاه المشغّل.
choose-password = اختر كلمة مرورك
choose-password-lead = دخلت بكلمة مرور أولى. اختر كلمة مرور خاصة بك قبل المتابعة.
e-mail = البريد الإلكتروني
password = كلمة المرور
show-password = إظهار كلمة المرور
new-password = كلمة مرور جديدة
same-again = الكلمة نفسها مرة أخرى
still-needed = ما زال ينقص: { $what }.
strong-enough = قوية بما يكفي.
one-moment = لحظة واحدة …
save-and-go-on = حفظ ومتابعة
password-lacking = ما زال ينقص كلمة المرور الجديدة: { $what }.
password-differs = كلمتا المرور غير متطابقتين.
password-length = 12 حرفًا
password-lower = حرف صغير
password-upper = حرف كبير
password-digit = رقم
password-symbol = رمز
password-weak = كلمة المرور هذه ضعيفة جدًا.
sign-in-wrong = عنوان البريد الإلكتروني أو كلمة المرور غير صحيح.
sign-in-reset = يجب إعادة تعيين كلمة مرورك. اطلب واحدة جديدة من المشغّل.
sign-in-unconfirmed = لم يُؤكَّد هذا الحساب بعد. اسأل المشغّل.
sign-in-too-often = محاولات كثيرة جدًا. انتظر دقيقة.
sign-in-again = سجّل الدخول مرة أخرى.
sign-in-unknown-way = يحتاج هذا الحساب إلى طريقة دخول ليست لدينا.
sign-in-down = تسجيل الدخول لا يعمل الآن. حاول مرة أخرى.
sign-in-refused = رُفض تسجيل الدخول.
session-ended = انتهت جلستك. سجّل الدخول مرة أخرى.

## Jobs
open-jobs = الأعمال المفتوحة
nothing-to-label = لا يوجد ما يُوسَم الآن
jobs-appear = تظهر أعمال فريقك هنا من تلقاء نفسها.
up-to = حتى { $time } لكل مهمة
pays = { $pay } لكل مهمة
my-answers-count =
    { $count ->
        [zero] إجاباتي
        [one] إجابة واحدة لي
        [two] إجابتان لي
        [few] { $count } إجابات لي
        [many] { $count } إجابة لي
       *[other] { $count } إجابة لي
    }
my-answers-of = { $answers } في { $job }
objects-done =
    أُنجز { $done } من { $total }
progress-of = تقدّم { $job }
start-labeling = ابدأ الوسم
start-labeling-of = ابدأ وسم { $job }
type-image-multi-class = تصنيف الصور
type-image-multi-class-multi-label = تصنيف الصور بعدة وسوم
type-text-multi-class = تصنيف النصوص
type-text-multi-class-multi-label = تصنيف النصوص بعدة وسوم
type-bounding-box = مربعات محيطة
type-semantic-segmentation = تقسيم دلالي
type-instance-segmentation = تقسيم العناصر
type-named-entity-recognition = تعليم النصوص
type-verification-bounding-box = فحص المربعات
type-verification-semantic-segmentation = فحص المساحات
type-adjustment-bounding-box = تصحيح المربعات
type-adjustment-semantic-segmentation = تصحيح المساحات
type-video-multi-class = تصنيف الفيديو
type-polygon = مضلعات
type-keypoint = نقاط رئيسية
type-custom = مهمة مخصصة

## My answers
my-last-answers = إجاباتي الأخيرة
none-yet = لا شيء بعد.
nothing-marked = لم يُعلَّم شيء
none-of-these = لا شيء من هذه
undo-left = تراجع ({ $seconds } ث)
back-to-jobs = العودة إلى الأعمال

## The seat
task = المهمة
task-flooded = ترسل هذه الصفحة أكثر مما يُسمح به للمهمة، ولم تعد تُسمع. ارفض المهمة.
task-of = المهمة { $object } من { $job }
leave = خروج
leave-job = مغادرة هذا العمل
key-undo = تراجع
key-skip = تخطٍّ
key-decline = رفض
key-answers = الإجابات
take-back = استرجاع: { $answer }
answers-by-you =
    { $count ->
        [zero] لا إجابات منك
        [one] إجابة واحدة منك
        [two] إجابتان منك
        [few] { $count } إجابات منك
        [many] { $count } إجابة منك
       *[other] { $count } إجابة منك
    }
saving = · جارٍ الحفظ …
draft-unsaved = المسودة لم تُحفظ بعد
draft-saved = حُفظت المسودة
draft-device = المسودة على هذا الجهاز فقط
time-left = متبقٍّ
time-left-label = الوقت المتبقي لهذه المهمة
time-warning =
    { $seconds ->
        [zero] لم يبقَ وقت
        [one] بقيت ثانية واحدة
        [two] بقيت ثانيتان
        [few] بقيت { $seconds } ثوانٍ
        [many] بقيت { $seconds } ثانية
       *[other] بقيت { $seconds } ثانية
    } لهذه المهمة. لا يمكن تمديد وقتها: أرسل ما لديك.
getting-next = جارٍ جلب مهمتك التالية …
time-ran-out = انتهى وقت هذه المهمة
time-ran-out-lead = عادت إلى الآخرين. لم يضع شيء مما سبق.
next-task = المهمة التالية
all-done = انتهى كل شيء الآن
looks-for-tasks = تبحث هذه الصفحة عن مهام جديدة كل بضع ثوانٍ.
does-not-work = هذا لا يعمل الآن
no-connection = لا يوجد اتصال
answers-wait =
    { $count ->
        [zero] لا إجابات تنتظر
        [one] إجابة واحدة تنتظر
        [two] إجابتان تنتظران
        [few] { $count } إجابات تنتظر
        [many] { $count } إجابة تنتظر
       *[other] { $count } إجابة تنتظر
    } على هذا الجهاز. تُرسل من تلقاء نفسها حين يجيب الخادم.
trying-again = الخادم لا يجيب. تُعاد المحاولة …
answer-too-late = لم تُحفظ إجابتك عن العنصر { $object }: انتهى وقت مهمته قبل وصولها.
answer-refused = لم تُقبل الإجابة: { $why }
error-Network = الخادم لا يجيب. حاول مرة أخرى.
error-Conflict = كثيرون يعملون في الوقت نفسه. حاول مرة أخرى بعد لحظة.
error-NotAllowed = لا يجوز لك هذا. اسأل المشغّل.
error-NotFound = لم يعد موجودًا.
error-LeaseExpired = فات الأوان: انتهى الوقت.
error-JobClosed = لا يقبل هذا العمل مزيدًا من الإجابات.
error-AlreadyAnswered = لقد أجبت عن هذه المهمة من قبل.
error-Refused = لديك مهمتان مفتوحتان. أنهِ إحداهما أو تخطّها أولًا.

## Declining
decline-title = لماذا ترفض هذه المهمة؟
decline-lead = لن تراها مرة أخرى. يصل سببك إلى المشغّل.
reason = السبب
decline-not-loading = لا تُحمَّل أو لا تُقرأ
decline-no-category = لا فئة مناسبة
decline-unsure = لا أستطيع أن أقرر
decline-unclear = التعليمات غير واضحة
decline-offensive = مسيئة أو خاصة
decline-other = شيء آخر
note-optional = ملاحظة (اختيارية)
decline-task = رفض المهمة

## Settings
language = اللغة
theme = الألوان
theme-system = كالنظام
theme-light = فاتح
theme-dark = داكن
keys = المفاتيح
keys-lead = اختر حقلًا واضغط مفتاحًا. الحروف الكبيرة مع Shift. الأرقام تعمل دائمًا أيضًا.
reset-keys = إعادة المفاتيح
choice-number = الاختيار { $number }
key-taken = { $key } مستعمل: { $what }.
key-not-free = لا يمكن استعمال { $key } هنا.

## Operators
no-job-yet = لا أعمال بعد. ابدأ واحدًا بالأمر
all-jobs = كل الأعمال
job = العمل
status = الحالة
progress = التقدم
failed = الفاشلة
created = أُنشئ
actions = الإجراءات
status-Initializing = يبدأ
status-InProgress = قيد التنفيذ
status-Stopping = يتوقف
status-Stopped = متوقف
status-Completed = مكتمل
status-Failed = فاشل
labelled-of =
    { $done } من { $total }
may-load-from = يجوز لصفحاته التحميل من { $hosts }
labelled-in = الموسوم في { $job }
failed-of = العناصر الفاشلة من { $job }
stop = إيقاف
stop-of = إيقاف { $job }
stop-title = أتوقف { $job }؟
stop-lead = تُحفظ الوسوم حتى الآن وتُصدَّر وتُحاسَب. تبقى بقية العناصر بلا وسم.
stop-job = إيقاف العمل
report = التقرير
report-of = الوسم الآلي لـ { $job }
