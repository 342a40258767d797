# Redmine's own tasks, with the mail server of the benchmark in place of the configured one.
require File.expand_path('config/application', ENV.fetch('REDMINE_ROOT'))
Rails.application.load_tasks

task :sink => :environment do
  ActionMailer::Base.delivery_method = :smtp
  ActionMailer::Base.perform_deliveries = true
  ActionMailer::Base.smtp_settings = {
    address: '127.0.0.1', port: Integer(ENV.fetch('SINK_PORT')), domain: 'bench.example',
    enable_starttls_auto: false
  }
  Setting.mail_from = 'redmine@bench.example'
end
