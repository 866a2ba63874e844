from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plan", "0008_reports")]
    operations = []
