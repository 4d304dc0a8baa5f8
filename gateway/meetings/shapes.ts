import { z } from 'zod';
import { mediaCapabilities } from './attendee.ts';

/** Requests of the Meetings API (2021-07-15), with the limits that its reference names. */
const name = z
  .string()
  .min(2)
  .max(64)
  .regex(/^[-_&@+=,(){}[\]/«».:|'"#a-zA-Z0-9À-ÿ\s]*$/, 'has a character that is not allowed')
  .refine((value) => !/^aws:/i.test(value), 'begins with aws:, which is reserved');
const mediaRegions = [
  ...['af-south-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ca-central-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1'],
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'us-gov-east-1', 'us-gov-west-1'],
];
const resolution = (...values: string[]) => z.object({ MaxResolution: z.enum(values).optional() }).optional();

export const CapabilitiesShape = z
  .object({ Audio: z.enum(mediaCapabilities), Video: z.enum(mediaCapabilities), Content: z.enum(mediaCapabilities) })
  .refine(({ Content, Video }) => !/Receive/.test(Content) || /Receive/.test(Video), 'Content can receive only when Video can');
export const AttendeeShape = z.object({ ExternalUserId: name, Capabilities: CapabilitiesShape.optional() });

export const MeetingShape = z.object({
  ClientRequestToken: z.string().min(2).max(64),
  MediaRegion: z.enum(mediaRegions),
  ExternalMeetingId: name,
  MeetingHostId: z.string().min(2).max(64).optional(),
  MeetingFeatures: z
    .object({
      Audio: z.object({ EchoReduction: z.enum(['AVAILABLE', 'UNAVAILABLE']).optional() }).optional(),
      Video: resolution('None', 'HD', 'FHD'),
      Content: resolution('None', 'FHD', 'UHD'),
      Attendee: z.object({ MaxCount: z.number().int().min(1).max(250).optional() }).optional(),
    })
    .optional(),
  NotificationsConfiguration: z.object({}).loose().optional(),
  PrimaryMeetingId: z.string().min(2).max(64).optional(),
  TenantIds: z.array(z.string().min(2).max(256)).min(1).max(5).optional(),
  Tags: z
    .array(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
    .max(50)
    .optional(),
  MediaPlacementNetworkType: z.enum(['Ipv4Only', 'DualStack']).optional(),
});
export const MeetingWithAttendeesShape = MeetingShape.extend({ Attendees: z.array(AttendeeShape).min(1).max(10) });
export const BatchShape = z.object({ Attendees: z.array(AttendeeShape).min(1).max(100) });
export const UpdateShape = z.object({ Capabilities: CapabilitiesShape });
export const UpdateExceptShape = UpdateShape.extend({ ExcludedAttendeeIds: z.array(z.object({ AttendeeId: z.string().min(1) })).max(250) });
export const PageShape = z.object({
  'max-results': z.coerce.number().int().min(1).max(100).default(100),
  'next-token': z.string().max(4096).optional(),
});
