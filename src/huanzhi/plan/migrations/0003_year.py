from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_works")]
    operations = []
